import type { Metric, NetworkDistance } from '../../../shared/results.ts'
import type { TicketPair } from '../science/conditions.ts'
import type { DistanceOptions, SignedNetwork } from '../science/distance/index.ts'

/** Pairs of networks to be measured. */
export interface PairMeasurement {
  networks: readonly SignedNetwork[]
  /** Indices into `networks`. */
  pairs: readonly TicketPair[]
  options: DistanceOptions
  /** Worker threads; the results do not depend on it. */
  workers: number
  onResult(pair: number, distances: Record<Metric, NetworkDistance>): void
  signal?: AbortSignal
}
