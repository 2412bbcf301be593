import type Database from 'better-sqlite3'
import type { DistanceSettings } from '../../../shared/comparison.ts'
import type { Metric } from '../../../shared/results.ts'

/** Layers in network order. */
export interface StoredDistance {
  layers: number[]
  mean: number
}

interface Key extends DistanceSettings {
  a: string
  b: string
  metric: Metric
}

/** Distances by content of the two tickets: computed once, whatever study asks. */
export function distanceQueries(database: Database.Database) {
  const from = database.prepare<
    { a: string } & DistanceSettings,
    { b: string; metric: Metric; layers: string; mean: number }
  >(
    `SELECT b, metric, layers, mean FROM distances WHERE a = @a AND alignment = @alignment AND signs = @signs
     AND positive_weight = @positiveWeight`,
  )
  const insert = database.prepare(
    `INSERT OR IGNORE INTO distances (a, b, metric, alignment, signs, positive_weight, layers, mean)
     VALUES (@a, @b, @metric, @alignment, @signs, @positiveWeight, @layers, @mean)`,
  )
  return {
    /** Distances from one ticket to all that it was compared with, by both metrics. */
    from(a: string, settings: DistanceSettings): ({ b: string; metric: Metric } & StoredDistance)[] {
      return from
        .all({ a, ...settings })
        .map(({ layers, ...row }) => ({ ...row, layers: JSON.parse(layers) as number[] }))
    },
    add(key: Key, distance: StoredDistance): void {
      insert.run({ ...key, layers: JSON.stringify(distance.layers), mean: distance.mean })
    },
  }
}
