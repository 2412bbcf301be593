import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import type { NetworkPlan } from '../../science/networks.ts'
import type { EngineDataset, Evaluation, GradientCheck, TrainingImages } from '../engine.ts'
import { createBatchReader, type BatchReader } from './batches.ts'
import { Held } from './held.ts'
import type { Tensorflow } from './library.ts'
import { evaluationBatch } from './limits.ts'
import { judgeLogits, softmaxLoss } from './loss.ts'
import { runBackward, runForward, type Pause } from './passes.ts'
import { unpackParameters } from './vector.ts'

/** A network on a device, and the images that it sees. Its parameters are an argument. */
export interface TensorNetwork {
  tf: Tensorflow
  plan: NetworkPlan
  dataset: EngineDataset
  reader: BatchReader
  pause: Pause
}

export function createTensorNetwork(
  tf: Tensorflow,
  plan: NetworkPlan,
  dataset: EngineDataset,
  pause: Pause,
): TensorNetwork {
  return { tf, plan, dataset, pause, reader: createBatchReader(dataset) }
}

function readBatch({ tf, dataset, reader }: TensorNetwork, images: TrainingImages, batch: Uint32Array): Tensor4D {
  const { height, width, channels } = dataset
  return tf.tensor4d(reader.pixels(images, batch), [batch.length, height, width, channels])
}

/**
 * Loss and gradients of one batch of training images.
 * @param held gets every tensor of the result
 */
export async function differentiate(network: TensorNetwork, vector: Tensor1D, batch: Uint32Array, held: Held) {
  const { tf, plan, dataset, reader, pause } = network
  const images = held.hold(() => readBatch(network, dataset.train, batch))
  const pass = await runForward(tf, plan, vector, images, held, pause)
  const loss = softmaxLoss(tf, pass.logits, reader.labels(dataset.train, batch), held)
  const gradient = await runBackward(tf, plan, pass, loss.gradient, held, pause)
  return { logits: pass.logits, lossSum: loss.sum, gradient }
}

export async function checkGradients(
  network: TensorNetwork,
  vector: Tensor1D,
  batch: Uint32Array,
): Promise<GradientCheck> {
  const held = new Held(network.tf)
  try {
    const { logits, lossSum, gradient } = await differentiate(network, vector, batch, held)
    const [sum = 0] = await lossSum.data<'float32'>()
    return {
      logits: (await logits.data<'float32'>()).slice(),
      loss: sum / batch.length,
      gradients: unpackParameters(network.plan, await gradient.data<'float32'>()),
    }
  } finally {
    held.release()
  }
}

/** Mean loss and accuracy on the test images. */
export async function evaluate(network: TensorNetwork, vector: Tensor1D): Promise<Evaluation> {
  const { tf, plan, dataset, reader, pause } = network
  const { test } = dataset
  const most = evaluationBatch(plan)
  let [loss, correct] = [0, 0]
  for (let from = 0; from < test.count; from += most) {
    const batch = Uint32Array.from({ length: Math.min(most, test.count - from) }, (_, index) => from + index)
    const held = new Held(tf)
    try {
      const images = held.hold(() => readBatch(network, test, batch))
      const { logits } = await runForward(tf, plan, vector, images, held, pause)
      const judged = judgeLogits(await logits.data(), reader.labels(test, batch), plan.classes)
      loss += judged.loss
      correct += judged.correct
    } finally {
      held.release()
    }
  }
  const count = Math.max(test.count, 1)
  return { loss: loss / count, accuracy: correct / count }
}
