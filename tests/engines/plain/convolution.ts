import { addAt, createMap, indexOf, valueAt, type PlainMap } from './map.ts'

/** out[f, y, x] = relu(bias[f] + Σ_{c, i, j} in[c, y + i − 1, x + j − 1] · weights[f][c][i][j]) */
export function convolve(input: PlainMap, weights: ArrayLike<number>, biases: ArrayLike<number>): PlainMap {
  const filters = biases.length
  const output = createMap(filters, input.height, input.width)
  for (let filter = 0; filter < filters; filter++) {
    for (let row = 0; row < input.height; row++) {
      for (let col = 0; col < input.width; col++) {
        let sum = biases[filter] ?? 0
        for (let channel = 0; channel < input.channels; channel++) {
          for (let i = 0; i < 3; i++) {
            for (let j = 0; j < 3; j++) {
              const weight = weights[((filter * input.channels + channel) * 3 + i) * 3 + j] ?? 0
              sum += weight * valueAt(input, channel, row + i - 1, col + j - 1)
            }
          }
        }
        output.values[indexOf(output, filter, row, col)] = Math.max(0, sum)
      }
    }
  }
  return output
}

/** Adds to the gradients of weights and biases, and gives that of the input. `gradient` is that of the output. */
export function convolveBack(
  input: PlainMap,
  weights: ArrayLike<number>,
  output: PlainMap,
  gradient: PlainMap,
  weightGradient: Float64Array,
  biasGradient: Float64Array,
): PlainMap {
  const inputGradient = createMap(input.channels, input.height, input.width)
  for (let filter = 0; filter < output.channels; filter++) {
    for (let row = 0; row < output.height; row++) {
      for (let col = 0; col < output.width; col++) {
        if (valueAt(output, filter, row, col) <= 0) continue // cut off by the ReLU
        const g = valueAt(gradient, filter, row, col)
        addAt(biasGradient, filter, g)
        for (let channel = 0; channel < input.channels; channel++) {
          for (let i = 0; i < 3; i++) {
            for (let j = 0; j < 3; j++) {
              const [y, x] = [row + i - 1, col + j - 1]
              if (y < 0 || y >= input.height || x < 0 || x >= input.width) continue
              const index = ((filter * input.channels + channel) * 3 + i) * 3 + j
              addAt(weightGradient, index, g * valueAt(input, channel, y, x))
              addAt(inputGradient.values, indexOf(input, channel, y, x), g * (weights[index] ?? 0))
            }
          }
        }
      }
    }
  }
  return inputGradient
}
