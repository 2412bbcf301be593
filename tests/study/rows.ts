import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

// What has to be the same however often a study was stopped, and whatever else it ran beside: every row but times and the
// engine's number of workers. Payloads as their SHA-256.
const tables = {
  studies: 'SELECT id, name, spec, status, wish, error, datasets FROM studies ORDER BY id',
  tickets: 'SELECT * FROM tickets ORDER BY id',
  epochs: 'SELECT * FROM epochs ORDER BY study, dataset, trial, kind, round, epoch',
  checkpoints: 'SELECT * FROM checkpoints ORDER BY study, dataset, trial, kind',
  distances: 'SELECT * FROM distances ORDER BY a, b, metric, alignment, signs, positive_weight',
}

export type Rows = Record<keyof typeof tables, Record<string, unknown>[]>

export function dumpRows(home: string): Rows {
  const database = new Database(join(home, 'ticketscope.sqlite'), { readonly: true })
  try {
    const dump = (query: string) =>
      database
        .prepare<[], Record<string, unknown>>(query)
        .all()
        .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
    return Object.fromEntries(Object.entries(tables).map(([name, query]) => [name, dump(query)])) as Rows
  } finally {
    database.close()
  }
}

function plain(value: unknown): unknown {
  return Buffer.isBuffer(value) ? createHash('sha256').update(value).digest('hex') : value
}

/** Files in a home's checkpoints/. */
export function checkpointFiles(home: string): string[] {
  const folder = join(home, 'checkpoints')
  return existsSync(folder) ? readdirSync(folder) : []
}
