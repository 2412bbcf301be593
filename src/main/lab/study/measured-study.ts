import type { DistanceSettings } from '../../../shared/comparison.ts'
import type { Metric } from '../../../shared/results.ts'
import type { StudySpec } from '../../../shared/spec.ts'
import type { Condition, TicketPair } from '../science/conditions.ts'
import type { TicketRecord } from '../store/tickets.ts'

/** A study's final tickets with the distances of every two of them that are compared. */
export interface MeasuredStudy {
  spec: StudySpec
  tickets: TicketRecord[]
  /** Their pairs are places in `tickets`. */
  conditions: Condition[]
  /** `overall` (the mean), then the layers. */
  layers: string[]
  settings: DistanceSettings
  /** (layer, ticket, ticket), symmetric; NaN on the diagonal and for tickets of the same initial weights. */
  values: Record<Metric, Float64Array>
}

/** Enters one pair's distances: the mean, then each layer's. */
export function enterDistances(
  values: Float64Array,
  size: number,
  { a, b }: TicketPair,
  distances: { mean: number; layers: readonly number[] },
): void {
  const enter = (layer: number, distance: number): void => {
    values[(layer * size + a) * size + b] = distance
    values[(layer * size + b) * size + a] = distance
  }
  enter(0, distances.mean)
  distances.layers.forEach((distance, layer) => enter(layer + 1, distance))
}
