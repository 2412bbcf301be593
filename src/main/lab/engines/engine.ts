import type { EngineId } from '../../../shared/results.ts'
import type { Optimiser } from '../../../shared/spec.ts'
import type { NetworkPlan } from '../science/networks.ts'
import type { PruningThreshold } from '../science/pruning.ts'

/** Images and labels as a network sees them, already of its input size. */
export interface TrainingImages {
  /** (image, row, col, channel), uint8 */
  images: Uint8Array
  /** (image), 0 … classes − 1 */
  labels: Uint8Array
  count: number
}

/** A dataset prepared for one network. A network's input is pixel · scale[channel] + offset[channel]. */
export interface EngineDataset {
  height: number
  width: number
  channels: number
  train: TrainingImages
  test: TrainingImages
  scale: Float32Array
  offset: Float32Array
}

/** Weights (or their moments) of a network: per layer, in `LayerPlan.shape` order, and its biases (unit). */
export interface Parameters {
  weights: Float32Array[]
  biases: Float32Array[]
}

/** Everything that the next training step depends on, besides data order. */
export interface TrainingState {
  parameters: Parameters
  /** Adam: first and second moments; SGD: velocity in `first`, `second` absent. Absent before the first step. */
  moments?: { first: Parameters; second?: Parameters }
  /** Steps taken so far (Adam's bias correction). */
  steps: number
}

export interface EpochReport {
  epoch: number
  /** Mean over the epoch's images of the loss that each had in its step. */
  loss: number
  /** Test accuracy after the epoch, 0…1. */
  accuracy: number
  /** Training images per second of this run, evaluation not counted. */
  imagesPerSecond: number
  /** The state after the epoch, for the caller to keep. */
  state: TrainingState
}

/** One masked network to train. */
export interface TrainingRun {
  plan: NetworkPlan
  dataset: LoadedDataset
  /** Per layer, 0 or 1 for each weight. A pruned weight must be 0 in `start`, and stays exactly 0. */
  masks: Uint8Array[]
  start: TrainingState
  /** Epochs from `firstEpoch` (1-based) to `epochs`, both included. */
  firstEpoch: number
  epochs: number
  batch: number
  optimiser: Optimiser
  /** Order in which epoch `epoch` sees the training images: a permutation of 0 … count − 1. */
  order(epoch: number): Uint32Array | Promise<Uint32Array>
  /**
   * Called after each epoch, and after the one before was taken: when its promise resolved. An engine may train on
   * meanwhile; when the promise rejects, the run ends with that.
   */
  onEpoch(report: EpochReport): Promise<void>
  /** Aborting stops the run within half a second; `train` then rejects with LabError `interrupted`. */
  signal: AbortSignal
}

/** A dataset inside an engine. */
export interface LoadedDataset {
  readonly dataset: EngineDataset
  /** Gives its memory back. */
  unload(): void
}

export interface Evaluation {
  /** Mean softmax cross-entropy. */
  loss: number
  accuracy: number
}

/** Loss and gradients of one batch, to check an engine against reference numbers. */
export interface GradientCheck {
  /** (image, class) */
  logits: Float32Array
  loss: number
  gradients: Parameters
}

/**
 * Where networks are trained. Every engine passes tests/engines against the same reference numbers.
 * Same device, same build, same run: same bytes, whatever else runs beside it.
 */
export interface Engine {
  readonly id: EngineId
  /** What it computes on, as a person would name it. */
  readonly device: string
  /** How many runs it trains at the same time; further calls of `train` wait their turn. */
  readonly lanes: number
  load(dataset: EngineDataset): Promise<LoadedDataset>
  /**
   * Trains one network to the last epoch and gives its state back.
   * @throws LabError `interrupted`, `engine.failed`; `engine.lost`, with what happened in a clause, where the device went
   * away (recovering.ts then goes on)
   */
  train(run: TrainingRun): Promise<TrainingState>
  evaluate(plan: NetworkPlan, parameters: Parameters, dataset: LoadedDataset): Promise<Evaluation>
  /** Forward and backward of one batch of training images, without a step. */
  gradients(
    plan: NetworkPlan,
    parameters: Parameters,
    dataset: LoadedDataset,
    batch: Uint32Array,
  ): Promise<GradientCheck>
  /**
   * Where pruning cuts each layer, as science/pruning.ts finds it.
   * @param weights per layer, trained @param drops alive weights that each layer is to lose
   */
  thresholds(
    plan: NetworkPlan,
    weights: Float32Array[],
    masks: Uint8Array[],
    drops: number[],
  ): Promise<PruningThreshold[]>
  close(): Promise<void>
}
