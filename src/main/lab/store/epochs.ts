import type Database from 'better-sqlite3'
import type { RoundMetrics } from '../../../shared/results.ts'
import type { RunKey } from './checkpoints.ts'

/** Loss and accuracy after each epoch of each run. */
export function epochQueries(database: Database.Database) {
  const insert = database.prepare(
    `INSERT OR REPLACE INTO epochs (study, dataset, trial, kind, round, epoch, loss, accuracy)
     VALUES (@study, @dataset, @trial, @kind, @round, @epoch, @loss, @accuracy)`,
  )
  const list = database.prepare<[string], RoundMetrics>(
    `SELECT dataset, trial, kind, round, epoch, loss, accuracy FROM epochs WHERE study = ?
     ORDER BY dataset, trial, kind DESC, round, epoch`,
  )
  const accuracy = database
    .prepare(
      `SELECT accuracy FROM epochs WHERE study = @study AND dataset = @dataset AND trial = @trial AND kind = @kind
       AND round = @round AND epoch = @epoch`,
    )
    .pluck()
  const count = database.prepare('SELECT count(*) FROM epochs WHERE study = ?').pluck()
  return {
    /** A loss that is no number any more is taken as infinite, which it was before: SQLite has no NaN. */
    record(study: string, metrics: RoundMetrics): void {
      insert.run({ study, ...metrics, loss: Number.isNaN(metrics.loss) ? Infinity : metrics.loss })
    },
    list: (study: string): RoundMetrics[] => list.all(study),
    /** Test accuracy after one epoch; null when it was not reached. */
    accuracy(key: RunKey & { round: number; epoch: number }): number | null {
      const value = accuracy.get(key)
      return typeof value === 'number' ? value : null
    },
    count: (study: string): number => Number(count.get(study)),
  }
}
