import { setImmediate as turn } from 'node:timers/promises'
import { LabError } from '../../../../shared/errors.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import { findThresholds } from '../../science/pruning.ts'
import { withAbort } from '../abort.ts'
import type { Engine, EngineDataset, LoadedDataset, Parameters, TrainingRun, TrainingState } from '../engine.ts'
import type { Tensorflow } from './library.ts'
import { checkSizes, describeFailure, evaluationBatch } from './limits.ts'
import { checkGradients, createTensorNetwork, evaluate, type TensorNetwork } from './network.ts'
import type { Pause } from './passes.ts'
import { TensorTraining } from './training.ts'
import { Turns } from './turns.ts'
import { packParameters } from './vector.ts'

/** Milliseconds of work between two turns of the event loop. */
const shift = 20
/** Steps between two looks at the losses: as far as a GPU may lag behind. */
const stepsAhead = 32

/** Training by TensorFlow in this thread, one run at a time: a GPU gains little from two that take turns. */
export function createTensorflowEngine(tf: Tensorflow, device: string): Engine {
  const datasets = new Map<LoadedDataset, EngineDataset>()
  const closing = new AbortController()
  const turns = new Turns()

  const find = (loaded: LoadedDataset): EngineDataset => {
    const dataset = datasets.get(loaded)
    if (!dataset) throw new LabError('internal', 'the dataset is not loaded in this engine')
    return dataset
  }

  /** Waits for a turn and does one job. */
  const use = async <Result>(
    wish: AbortSignal | null,
    loaded: LoadedDataset,
    plan: NetworkPlan,
    job: (network: TensorNetwork) => Promise<Result>,
  ): Promise<Result> => {
    const signal = wish ? AbortSignal.any([wish, closing.signal]) : closing.signal
    const dataset = find(loaded)
    try {
      return await turns.use(signal, () => job(createTensorNetwork(tf, plan, dataset, createPause(signal))))
    } catch (thrown) {
      throw closing.signal.aborted ? new LabError('engine.failed', 'the engine was closed') : thrown
    }
  }

  /** A job on parameters that are given. */
  const useParameters = <Result>(
    plan: NetworkPlan,
    parameters: Parameters,
    loaded: LoadedDataset,
    batch: number,
    job: (network: TensorNetwork, vector: ReturnType<Tensorflow['tensor1d']>) => Promise<Result>,
  ): Promise<Result> =>
    use(null, loaded, plan, (network) =>
      guard(async () => {
        checkSizes(plan, batch)
        const vector = tf.tensor1d(packParameters(plan, parameters))
        try {
          return await job(network, vector)
        } finally {
          vector.dispose()
        }
      }),
    )

  return {
    id: 'tensorflow',
    device,
    lanes: 1,

    async load(dataset) {
      const loaded: LoadedDataset = { dataset, unload: () => void datasets.delete(loaded) }
      datasets.set(loaded, dataset)
      return loaded
    },

    train: async (run) => use(run.signal, run.dataset, run.plan, (network) => train(network, run)),

    evaluate: async (plan, parameters, loaded) =>
      useParameters(plan, parameters, loaded, evaluationBatch(plan), evaluate),

    gradients: async (plan, parameters, loaded, batch) =>
      useParameters(plan, parameters, loaded, batch.length, (network, vector) =>
        checkGradients(network, vector, batch),
      ),

    thresholds: async (_plan, weights, masks, drops) => findThresholds(masks, weights, drops),

    async close() {
      closing.abort()
    },
  }
}

/** What TensorFlow throws comes out with a remedy. */
async function guard<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    throw describeFailure(thrown)
  }
}

/** Lets messages in often enough that an abort is heard at once. */
function createPause(signal: AbortSignal): Pause {
  let last = performance.now()
  return async () => {
    if (performance.now() - last > shift) {
      await turn()
      last = performance.now()
    }
    if (signal.aborted) throw new LabError('interrupted', 'training was stopped')
  }
}

async function train(network: TensorNetwork, run: TrainingRun): Promise<TrainingState> {
  const { train: images } = network.dataset
  const training = await guard(async () => {
    checkSizes(run.plan, Math.min(run.batch, images.count))
    return new TensorTraining(network, run)
  })
  try {
    let { steps } = run.start
    let last = run.start
    for (let epoch = run.firstEpoch; epoch <= run.epochs; epoch++) {
      const start = performance.now()
      const order = await run.order(epoch)
      let loss = 0
      for (let from = 0; from < order.length; from += run.batch) {
        steps++
        await guard(() => training.step(order.subarray(from, from + run.batch), steps))
        if (steps % stepsAhead === 0) loss += await guard(() => training.loss())
      }
      loss += await guard(() => training.loss())
      const seconds = Math.max(performance.now() - start, 1e-3) / 1000
      const { accuracy } = await guard(() => training.evaluate())
      last = await guard(() => training.state(steps))
      const report = {
        epoch,
        loss: loss / Math.max(order.length, 1),
        accuracy,
        imagesPerSecond: order.length / seconds,
        state: last,
      }
      await withAbort(run.onEpoch(report), run.signal)
    }
    return last
  } finally {
    training.close()
  }
}
