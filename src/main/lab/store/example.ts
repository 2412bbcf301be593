import Database from 'better-sqlite3'
import { LabError } from '../../../shared/errors.ts'

/** What a finished study consists of, in the order in which rows depend on one another. */
const tables = ['studies', 'tickets', 'epochs', 'distances'] as const

/**
 * Copies the studies of a database that comes with Ticketscope; rows that are there already stay.
 * @returns ids of its studies
 * @throws LabError `data.damaged`
 */
export function copyExample(database: Database.Database, file: string): string[] {
  let example: Database.Database | null = null
  try {
    const source = new Database(file, { readonly: true, fileMustExist: true })
    example = source
    database
      .transaction(() => {
        for (const table of tables) copyTable(source, database, table)
      })
      .immediate()
    return source.prepare<[], string>('SELECT id FROM studies').pluck().all()
  } catch (thrown) {
    throw new LabError('data.damaged', `${file}: not as it was shipped; install Ticketscope again`, { cause: thrown })
  } finally {
    example?.close()
  }
}

function copyTable(from: Database.Database, to: Database.Database, table: (typeof tables)[number]): void {
  const rows = from.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`)
  for (const row of rows.iterate()) {
    const columns = Object.keys(row)
    to.prepare(
      `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
    ).run(row)
  }
}
