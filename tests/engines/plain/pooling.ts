import { addAt, createMap, indexOf, valueAt, type PlainMap } from './map.ts'

/** Place of the largest of the 2×2 inputs of an output pixel; of equals the first, row by row. */
function largestIndex(input: PlainMap, channel: number, row: number, col: number): number {
  let best = indexOf(input, channel, row * 2, col * 2)
  for (const [i, j] of [[0, 1] as const, [1, 0] as const, [1, 1] as const]) {
    const index = indexOf(input, channel, row * 2 + i, col * 2 + j)
    if ((input.values[index] ?? 0) > (input.values[best] ?? 0)) best = index
  }
  return best
}

/** out[c, y, x] = max of in[c, 2y … 2y + 1, 2x … 2x + 1]; an odd last row or column is dropped. */
export function pool(input: PlainMap): PlainMap {
  const output = createMap(input.channels, Math.floor(input.height / 2), Math.floor(input.width / 2))
  for (let channel = 0; channel < output.channels; channel++) {
    for (let row = 0; row < output.height; row++) {
      for (let col = 0; col < output.width; col++) {
        const largest = input.values[largestIndex(input, channel, row, col)] ?? 0
        output.values[indexOf(output, channel, row, col)] = largest
      }
    }
  }
  return output
}

/** Each output's gradient goes to the input that it was taken from. */
export function poolBack(input: PlainMap, gradient: PlainMap): PlainMap {
  const inputGradient = createMap(input.channels, input.height, input.width)
  for (let channel = 0; channel < gradient.channels; channel++) {
    for (let row = 0; row < gradient.height; row++) {
      for (let col = 0; col < gradient.width; col++) {
        addAt(inputGradient.values, largestIndex(input, channel, row, col), valueAt(gradient, channel, row, col))
      }
    }
  }
  return inputGradient
}
