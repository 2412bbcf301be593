import type { Metric, NetworkDistance } from '../../../shared/results.ts'
import type { PlainError } from '../../../shared/errors.ts'
import type { DistanceOptions, SignedNetwork } from '../science/distance/index.ts'

/** To the worker. Networks lie in shared memory: a message carries no copy of them. */
export type DistanceTask =
  | { kind: 'networks'; networks: SignedNetwork[] }
  | { kind: 'measure'; pair: number; a: number; b: number; options: DistanceOptions }

/** From the worker, one for each `measure`. */
export type DistanceAnswer =
  | { pair: number; distances: Record<Metric, NetworkDistance> }
  | { pair: number; error: PlainError }
