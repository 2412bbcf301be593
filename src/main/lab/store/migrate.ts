import type Database from 'better-sqlite3'
import { LabError } from '../../../shared/errors.ts'
import { first } from './migrations/0001-first.ts'
import { datasetOrigin } from './migrations/0002-datasets.ts'
import { annotations } from './migrations/0003-annotations.ts'
import { bundles } from './migrations/0004-bundles.ts'
import { notices } from './migrations/0005-notices.ts'

/** Forward only; a migration that has shipped is never changed. Index i takes version i to i + 1. */
const migrations: readonly string[] = [first, datasetOrigin, annotations, bundles, notices]

export const schemaVersion = migrations.length

/**
 * Brings a database to `schemaVersion`, each step in its own transaction.
 * @throws LabError `store.newer` for a database from the future; it is left as it is
 */
export function migrate(database: Database.Database): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > schemaVersion)
    throw new LabError(
      'store.newer',
      `${database.name}: written by a newer Ticketscope (schema ${version}, this one knows ${schemaVersion}); update Ticketscope, or choose another home with --home`,
    )
  for (let step = version; step < schemaVersion; step++) {
    database.transaction(() => {
      database.exec(migrations[step] ?? '')
      database.pragma(`user_version = ${step + 1}`)
    })()
  }
}
