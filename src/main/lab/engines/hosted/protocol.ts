import type { Outcome } from '../../../../shared/errors.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import type { PruningThreshold } from '../../science/pruning.ts'
import type {
  Engine,
  EngineDataset,
  EpochReport,
  Evaluation,
  GradientCheck,
  Parameters,
  TrainingRun,
} from '../engine.ts'

/** What the lab may know of an engine without asking. */
export type EngineFacts = Pick<Engine, 'id' | 'device' | 'lanes'>

/** A training run without what cannot cross a thread's border. */
export interface TrainJob extends Omit<TrainingRun, 'dataset' | 'order' | 'onEpoch' | 'signal'> {
  /** A dataset's number. */
  dataset: number
}

/** What the lab asks of the thread. Datasets and runs have numbers that the lab gives. */
export interface HostedCalls {
  open(data: unknown): Promise<Outcome<EngineFacts>>
  /** Pixels and labels lie in shared memory; nothing of them is copied. */
  load(dataset: number, contents: EngineDataset): Promise<Outcome<null>>
  unload(dataset: number): void
  /** Resolves when the run has ended; its state was in the last report. */
  train(run: number, job: TrainJob): Promise<Outcome<null>>
  /** Aborts a run. */
  stop(run: number): void
  evaluate(plan: NetworkPlan, parameters: Parameters, dataset: number): Promise<Outcome<Evaluation>>
  gradients(
    plan: NetworkPlan,
    parameters: Parameters,
    dataset: number,
    batch: Uint32Array,
  ): Promise<Outcome<GradientCheck>>
  thresholds(
    plan: NetworkPlan,
    weights: Float32Array[],
    masks: Uint8Array[],
    drops: number[],
  ): Promise<Outcome<PruningThreshold[]>>
  close(): Promise<Outcome<null>>
}

/** What the thread asks of the lab. */
export interface HostedCallbacks {
  /** The order of an epoch's images, or null to end the run. */
  order(run: number, epoch: number): Promise<Uint32Array | null>
  /** The report on an epoch; false ends the run. */
  epoch(run: number, report: EpochReport): Promise<boolean>
  /** A sentence for a person. */
  notice(text: string): void
}
