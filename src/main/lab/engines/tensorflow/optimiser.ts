import type { Tensor1D } from '@tensorflow/tfjs-core'
import { LabError } from '../../../../shared/errors.ts'
import type { Optimiser } from '../../../../shared/spec.ts'
import type { Tensorflow } from './library.ts'

/** A network in training, each a vector of all its parameters (vector.ts). For SGD `first` is the velocity. */
export interface Training {
  values: Tensor1D
  first: Tensor1D
  second: Tensor1D | null
}

/**
 * One masked step, numbered from 1, as methods.md has it: pruned weights get no gradient, so their moments and they
 * themselves stay exactly 0. (TensorFlow's own Adam adds epsilon before it corrects the bias.)
 * @returns new tensors, in the order of `Training`
 */
export function stepVector(
  tf: Tensorflow,
  optimiser: Optimiser,
  step: number,
  { values, first, second }: Training,
  gradient: Tensor1D,
  mask: Tensor1D,
): Tensor1D[] {
  const kept = tf.mul(gradient, mask)
  if (optimiser.kind === 'sgd') {
    const velocity = tf.add(tf.mul(first, optimiser.momentum), kept)
    return [tf.sub(values, tf.mul(velocity, optimiser.learningRate)), velocity] as Tensor1D[]
  }
  if (!second) throw new LabError('internal', 'Adam lost its second moments')
  const { beta1, beta2, epsilon, learningRate } = optimiser
  const mean = tf.add(tf.mul(first, beta1), tf.mul(kept, 1 - beta1))
  const square = tf.add(tf.mul(second, beta2), tf.mul(tf.mul(kept, kept), 1 - beta2))
  // learningRate · mean / c₁ / (√(square / c₂) + epsilon), multiplied by √c₂ above and below
  const correction = Math.sqrt(1 - beta2 ** step)
  const size = tf.add(tf.sqrt(square), epsilon * correction)
  const change = tf.div(tf.mul(mean, (learningRate * correction) / (1 - beta1 ** step)), size)
  return [tf.sub(values, change), mean, square] as Tensor1D[]
}
