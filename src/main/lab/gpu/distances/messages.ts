import type { PlainError } from '../../../../shared/errors.ts'
import type { Metric, NetworkDistance } from '../../../../shared/results.ts'
import type { TicketPair } from '../../science/conditions.ts'
import type { DistanceOptions, SignedNetwork, UnitSizes } from '../../science/distance/index.ts'
import type { GpuAdapter } from '../adapter.ts'
import type { LayerShape } from './layer-shape.ts'

/** What names an adapter. */
export type DeviceName = Pick<GpuAdapter, 'backend' | 'name'>

/** To the process that owns the device: each network that is needed, then once `open`, then what is to be measured. */
export type DeviceTask =
  | { kind: 'network'; place: number; network: SignedNetwork }
  | { kind: 'open'; device: DeviceName; options: DistanceOptions; workers: number }
  | { kind: 'measure'; pairs: TicketPair[] }

export interface PairResult {
  /** Place in the list of pairs. */
  pair: number
  distances: Record<Metric, NetworkDistance>
}

/** From it; `done` or `failed` ends a `measure`. */
export type DeviceAnswer =
  | { kind: 'results'; results: PairResult[] }
  | { kind: 'done' }
  | { kind: 'failed'; error: PlainError }

/** Where a batch's counts lie, and what is to be made of them; in shared memory. */
export interface MatchRoom {
  /** As `readCounts` reads them. */
  counts: SharedArrayBuffer
  /** (pair, NNSTD or NNSTD±): float64 */
  distances: SharedArrayBuffer
  /** (pair, NNSTD or NNSTD±, unit of a): the unit of b, uint32 */
  assignments: SharedArrayBuffer
}

/** What an assignment worker is started with. */
export interface AssignmentSetting {
  shapes: LayerShape[]
  /** (network, layer) */
  sizes: UnitSizes[][]
  positiveWeight: number
}

/** To an assignment worker: some pairs of one batch's layer. It answers with nothing when they are done. */
export interface AssignmentTask {
  room: MatchRoom
  layer: number
  /** Place in the room, and the networks. */
  pairs: { place: number; a: number; b: number }[]
}
