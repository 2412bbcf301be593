import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { LabError } from '../../../shared/errors.ts'
import { annotationQueries } from './annotations.ts'
import { checkpointQueries } from './checkpoints.ts'
import { datasetQueries } from './datasets.ts'
import { distanceQueries } from './distances.ts'
import { epochQueries } from './epochs.ts'
import { copyExample } from './example.ts'
import { explainFailure, explainFailures } from './failures.ts'
import { migrate, schemaVersion } from './migrate.ts'
import { noticeQueries } from './notices.ts'
import { savedViewQueries } from './saved-views.ts'
import { studyQueries } from './studies.ts'
import { ticketQueries } from './tickets.ts'

const databaseFile = 'ticketscope.sqlite'

export type Store = ReturnType<typeof openStore>

/**
 * Opens a home's database: WAL, synchronous FULL, foreign keys, migrated.
 * @param access `own`: the one writer, which creates and migrates. `share`: beside the owner; an absent database is
 * taken as an empty one, and nothing is created.
 * @param options.abandoned nobody owns the home: what its last owner ran, or had queued, stands still
 * @throws LabError `store.newer`, `store.damaged`, `disk.full`, `home.unwritable`; so do its queries but for the first
 */
export function openStore(home: string, access: 'own' | 'share', { abandoned = false } = {}) {
  const file = join(home, databaseFile)
  const database = openDatabase(file, access)
  return {
    file,
    schema: schemaVersion,
    datasets: explainFailures(file, datasetQueries(database)),
    studies: explainFailures(file, studyQueries(database, abandoned)),
    tickets: explainFailures(file, ticketQueries(database)),
    epochs: explainFailures(file, epochQueries(database)),
    checkpoints: explainFailures(file, checkpointQueries(database)),
    distances: explainFailures(file, distanceQueries(database)),
    annotations: explainFailures(file, annotationQueries(database)),
    notices: explainFailures(file, noticeQueries(database)),
    savedViews: explainFailures(file, savedViewQueries(database)),
    /** Adds the studies of a database file; gives back their ids. */
    copyExample: (from: string): string[] => copyExample(database, from),
    /** All or nothing; the commit is on disk when it returns. */
    inTransaction<Value>(work: () => Value): Value {
      try {
        return database.transaction(work).immediate()
      } catch (thrown) {
        throw explainFailure(thrown, file)
      }
    },
    /** SQLite's version and its settings that durability rests on. */
    describe(): { sqlite: string; journal: string; synchronous: number; foreignKeys: number } {
      return {
        sqlite: String(database.prepare('SELECT sqlite_version()').pluck().get()),
        journal: String(database.pragma('journal_mode', { simple: true })),
        synchronous: Number(database.pragma('synchronous', { simple: true })),
        foreignKeys: Number(database.pragma('foreign_keys', { simple: true })),
      }
    },
    close(): void {
      database.close()
    },
  }
}

/** Whether a home's database is of an older version: its owner-to-be brings it up to date before it is read. */
export function isOlder(home: string): boolean {
  const file = join(home, databaseFile)
  if (!existsSync(file)) return false
  let database: Database.Database | null = null
  try {
    database = new Database(file, { readonly: true, timeout: 5000 })
    return versionOf(database) < schemaVersion
  } catch (thrown) {
    throw explainFailure(thrown, file)
  } finally {
    database?.close()
  }
}

const versionOf = (database: Database.Database): number => Number(database.pragma('user_version', { simple: true }))

function openDatabase(file: string, access: 'own' | 'share'): Database.Database {
  let database: Database.Database | null = null
  try {
    database = new Database(access === 'share' && !existsSync(file) ? ':memory:' : file, { timeout: 5000 })
    prepare(database, access)
    return database
  } catch (thrown) {
    database?.close()
    throw explainFailure(thrown, file)
  }
}

function prepare(database: Database.Database, access: 'own' | 'share'): void {
  if (access === 'own' || database.memory) {
    database.pragma('journal_mode = WAL')
    migrate(database)
  } else if (versionOf(database) < schemaVersion) {
    throw new LabError(
      'home.busy',
      `${database.name}: is being set up by another process, or in use by an older Ticketscope; close that one, or try again in a moment`,
    )
  } else {
    migrate(database) // refuses a newer one; has nothing else to do
  }
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
}
