import type { PlainError } from '../../../../shared/errors.ts'
import type { Optimiser } from '../../../../shared/spec.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import type { Crew } from './crew.ts'
import type { EngineDataset, EpochReport, Evaluation, GradientCheck, Parameters, TrainingState } from '../engine.ts'

/** What every job of a worker begins with. The dataset's pixels lie in shared memory; nothing of them is copied. */
interface JobBase {
  plan: NetworkPlan
  dataset: EngineDataset
  /** One Int32: not 0 once the job is to stop. */
  stop: SharedArrayBuffer
}

export interface TrainJob extends JobBase {
  kind: 'train'
  masks: Uint8Array[]
  start: TrainingState
  firstEpoch: number
  epochs: number
  batch: number
  optimiser: Optimiser
  /** Order of the first epoch; each later one comes with `continue`. */
  order: Uint32Array
}

export interface EvaluateJob extends JobBase {
  kind: 'evaluate'
  parameters: Parameters
}

export interface GradientsJob extends JobBase {
  kind: 'gradients'
  parameters: Parameters
  batch: Uint32Array
}

export type Job = TrainJob | EvaluateJob | GradientsJob

/** To the worker. `continue` and `end` answer an epoch's report; `leave`: one Int32, not 0 once the helper is to stop. */
export type Request =
  | Job
  | { kind: 'help'; crew: Crew; leave: SharedArrayBuffer }
  | { kind: 'continue'; order: Uint32Array }
  | { kind: 'end' }

/** From the worker: when training begins, what helpers need; any number of epochs; then the job's one last word. */
export type Reply =
  | { kind: 'crew'; crew: Crew }
  | { kind: 'helped' }
  | { kind: 'epoch'; report: EpochReport }
  | { kind: 'trained' }
  | { kind: 'evaluated'; evaluation: Evaluation }
  | { kind: 'checked'; check: GradientCheck }
  | { kind: 'failed'; error: PlainError }
