import type Database from 'better-sqlite3'
import type { TicketKind } from '../../../shared/results.ts'

/** Which run of a study: a trial's rounds (`winning`) or its random twin. */
export interface RunKey {
  study: string
  dataset: string
  trial: number
  kind: TicketKind
}

/** Where a run stands: the state after `epoch` of `round` lies in checkpoints/<file>. */
export interface Checkpoint extends RunKey {
  round: number
  epoch: number
  file: string
  sha256: string
}

export function checkpointQueries(database: Database.Database) {
  const find = database.prepare<RunKey, Checkpoint>(
    'SELECT * FROM checkpoints WHERE study = @study AND dataset = @dataset AND trial = @trial AND kind = @kind',
  )
  const put = database.prepare(
    `INSERT OR REPLACE INTO checkpoints (study, dataset, trial, kind, round, epoch, file, sha256)
     VALUES (@study, @dataset, @trial, @kind, @round, @epoch, @file, @sha256)`,
  )
  const removeStudy = database.prepare<[string]>('DELETE FROM checkpoints WHERE study = ?')
  const files = database.prepare<[], string>('SELECT file FROM checkpoints').pluck()
  const filesOf = database.prepare<[string], string>('SELECT file FROM checkpoints WHERE study = ?').pluck()
  return {
    find: (run: RunKey): Checkpoint | null => find.get(run) ?? null,
    put(checkpoint: Checkpoint): void {
      put.run(checkpoint)
    },
    removeStudy(study: string): void {
      removeStudy.run(study)
    },
    /** Every file that is still needed. */
    files: (): string[] => files.all(),
    filesOf: (study: string): string[] => filesOf.all(study),
  }
}
