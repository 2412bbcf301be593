import { addAt } from './map.ts'

/** out[u] = bias[u] + Σ_i in[i] · weights[u][i], with ReLU if asked for. */
export function dense(
  input: Float64Array,
  weights: ArrayLike<number>,
  biases: ArrayLike<number>,
  relu: boolean,
): Float64Array {
  return Float64Array.from({ length: biases.length }, (_, unit) => {
    let sum = biases[unit] ?? 0
    for (let i = 0; i < input.length; i++) sum += (input[i] ?? 0) * (weights[unit * input.length + i] ?? 0)
    return relu ? Math.max(0, sum) : sum
  })
}

/** Adds to the gradients of weights and biases, and gives that of the input. `gradient` is that of the output. */
export function denseBack(
  input: Float64Array,
  weights: ArrayLike<number>,
  output: Float64Array,
  gradient: Float64Array,
  relu: boolean,
  weightGradient: Float64Array,
  biasGradient: Float64Array,
): Float64Array {
  const inputGradient = new Float64Array(input.length)
  for (let unit = 0; unit < output.length; unit++) {
    const g = relu && (output[unit] ?? 0) <= 0 ? 0 : (gradient[unit] ?? 0)
    if (g === 0) continue
    addAt(biasGradient, unit, g)
    for (let i = 0; i < input.length; i++) {
      addAt(weightGradient, unit * input.length + i, g * (input[i] ?? 0))
      addAt(inputGradient, i, g * (weights[unit * input.length + i] ?? 0))
    }
  }
  return inputGradient
}
