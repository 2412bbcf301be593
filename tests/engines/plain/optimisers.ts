import type { Optimiser } from '../../../src/shared/spec.ts'

/** One array of parameters with its moments; for SGD `first` is the velocity. */
export interface PlainMoments {
  first: Float64Array
  second: Float64Array
}

/** One step, numbered from 1. `mask`: 0 where a weight is pruned (its gradient counts as 0), absent for biases. */
export function stepParameters(
  optimiser: Optimiser,
  step: number,
  weights: Float64Array,
  gradients: Float64Array,
  moments: PlainMoments,
  mask?: ArrayLike<number>,
): void {
  const { first, second } = moments
  for (let index = 0; index < weights.length; index++) {
    const gradient = mask?.[index] === 0 ? 0 : (gradients[index] ?? 0)
    const before = weights[index] ?? 0
    if (optimiser.kind === 'sgd') {
      const velocity = optimiser.momentum * (first[index] ?? 0) + gradient
      first[index] = velocity
      weights[index] = before - optimiser.learningRate * velocity
      continue
    }
    const { beta1, beta2, epsilon, learningRate } = optimiser
    const mean = beta1 * (first[index] ?? 0) + (1 - beta1) * gradient
    const square = beta2 * (second[index] ?? 0) + (1 - beta2) * gradient * gradient
    first[index] = mean
    second[index] = square
    const meanHat = mean / (1 - beta1 ** step)
    const squareHat = square / (1 - beta2 ** step)
    weights[index] = before - (learningRate * meanHat) / (Math.sqrt(squareHat) + epsilon)
  }
}
