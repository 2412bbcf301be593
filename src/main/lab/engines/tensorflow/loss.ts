import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Held } from './held.ts'
import type { Tensorflow } from './library.ts'

/**
 * Softmax cross-entropy of a batch, on the device.
 * @returns the sum over its images, and the gradient of its mean
 */
export function softmaxLoss(
  tf: Tensorflow,
  logits: Tensor2D,
  labels: Int32Array,
  held: Held,
): { sum: Tensor; gradient: Tensor2D } {
  const classes = logits.shape[1]
  const [sum, gradient] = held.hold(() => {
    const wanted = tf.oneHot(tf.tensor1d(labels, 'int32'), classes, 1, 0, 'float32')
    const logarithms = tf.logSoftmax(logits)
    return [tf.neg(tf.sum(tf.mul(logarithms, wanted))), tf.div(tf.sub(tf.exp(logarithms), wanted), labels.length)] as [
      Tensor,
      Tensor2D,
    ]
  })
  return { sum, gradient }
}

/** Sum of the loss, and how many images were recognised; of equal logits the first counts. @param logits (image, class) */
export function judgeLogits(
  logits: ArrayLike<number>,
  labels: Int32Array,
  classes: number,
): { loss: number; correct: number } {
  let [loss, correct] = [0, 0]
  labels.forEach((label, image) => {
    const own = Array.from({ length: classes }, (_, index) => logits[image * classes + index] ?? 0)
    const largest = own.reduce((most, logit) => Math.max(most, logit), -Infinity)
    const sum = own.reduce((total, logit) => total + Math.exp(logit - largest), 0)
    loss += Math.log(sum) + largest - (own[label] ?? 0)
    if (own.indexOf(largest) === label) correct++
  })
  return { loss, correct }
}
