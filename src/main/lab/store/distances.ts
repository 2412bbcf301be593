import type Database from 'better-sqlite3'
import { z } from 'zod'
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

function decodeLayers(text: string): number[] | null {
  try {
    return z.array(z.number()).parse(JSON.parse(text))
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
  const find = database.prepare<Key, { layers: string; mean: number }>(
    `SELECT layers, mean FROM distances WHERE a = @a AND b = @b AND metric = @metric AND alignment = @alignment
     AND signs = @signs AND positive_weight = @positiveWeight`,
  )
  const insert = database.prepare(
    `INSERT OR REPLACE INTO distances (a, b, metric, alignment, signs, positive_weight, layers, mean)
     VALUES (@a, @b, @metric, @alignment, @signs, @positiveWeight, @layers, @mean)`,
  )
  return {
    /** Null when it is not known, or no longer whole: it is then measured again, and put in the place of the old one. */
    find(key: Key): StoredDistance | null {
      const row = find.get(key)
      const layers = row ? decodeLayers(row.layers) : null
      return row && layers && isMean(row.mean, layers) ? { layers, mean: row.mean } : null
    },
    add(key: Key, distance: StoredDistance): void {
      insert.run({ ...key, layers: JSON.stringify(distance.layers), mean: distance.mean })
    },
  }
}
