import type Database from 'better-sqlite3'
import type { Metric } from '../../../shared/results.ts'
import type { Alignment, Signs } from '../../../shared/spec.ts'

/** How a distance was measured; with the two tickets' hashes this is its identity. */
export interface DistanceSettings {
  alignment: Alignment
  signs: Signs
  positiveWeight: number
}

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
  const find = database.prepare<Key, { layers: string; mean: number }>(
    `SELECT layers, mean FROM distances WHERE a = @a AND b = @b AND metric = @metric AND alignment = @alignment
     AND signs = @signs AND positive_weight = @positiveWeight`,
  )
  const insert = database.prepare(
    `INSERT OR IGNORE INTO distances (a, b, metric, alignment, signs, positive_weight, layers, mean)
     VALUES (@a, @b, @metric, @alignment, @signs, @positiveWeight, @layers, @mean)`,
  )
  return {
    find(key: Key): StoredDistance | null {
      const row = find.get(key)
      return row ? { layers: JSON.parse(row.layers) as number[], mean: row.mean } : null
    },
    add(key: Key, distance: StoredDistance): void {
      insert.run({ ...key, layers: JSON.stringify(distance.layers), mean: distance.mean })
    },
  }
}
