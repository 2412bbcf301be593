import type { Outcome } from '../../../../shared/errors.ts'
import type { NetworkPlan } from '../../science/networks.ts'
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
  /** Order of the first epoch; each later one answers a report. */
  order: Uint32Array
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
  close(): Promise<Outcome<null>>
}

/** What the thread asks of the lab. */
export interface HostedCallbacks {
  /** The report on an epoch. The answer is the order of the next (empty behind the last), or null to end the run. */
  epoch(run: number, report: EpochReport): Promise<Uint32Array | null>
  /** A sentence for a person. */
  notice(text: string): void
}
