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

function decodeLayers(text: string): number[] | null {
  try {
    const layers: unknown = JSON.parse(text)
    // Not by a schema: a study of a hundred tickets has fifty thousand rows.
    return Array.isArray(layers) && layers.every((value) => typeof value === 'number') ? layers : null
  } catch {
    return null // the row is damaged; its distance can be had again
  }
}

/** A row checks itself: its mean is that of its layers, to the last bit. */
function isMean(mean: number, layers: readonly number[]): boolean {
  return mean === layers.reduce((sum, value) => sum + value, 0) / layers.length
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
    `INSERT OR REPLACE INTO distances (a, b, metric, alignment, signs, positive_weight, layers, mean)
     VALUES (@a, @b, @metric, @alignment, @signs, @positiveWeight, @layers, @mean)`,
  )
  return {
    /**
     * Distances from one ticket to all that it was compared with, by both metrics. Rows that are no longer whole are left
     * out: they are then measured again, and put in the place of the old ones.
     */
    from(a: string, settings: DistanceSettings): ({ b: string; metric: Metric } & StoredDistance)[] {
      return from.all({ a, ...settings }).flatMap(({ b, metric, layers: text, mean }) => {
        const layers = decodeLayers(text)
        return layers && isMean(mean, layers) ? { b, metric, layers, mean } : []
      })
    },
    add(key: Key, distance: StoredDistance): void {
      insert.run({ ...key, layers: JSON.stringify(distance.layers), mean: distance.mean })
    },
  }
}
