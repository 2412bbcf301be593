/** Height and width of an image. */
export interface ImageSize {
  height: number
  width: number
}

/**
 * Area resampling, smaller or larger: each output pixel is the mean of the input area that it covers, every input pixel
 * weighted by its exact share. All sums are of whole numbers below 2⁵³, so the result is exact; halves round up.
 * @param images (image, row, col, channel), uint8
 * @returns (image, row, col, channel), uint8, of size `to`
 */
export function resampleImages(images: Uint8Array, channels: number, from: ImageSize, to: ImageSize): Uint8Array {
  const inputBytes = from.height * from.width * channels
  const count = inputBytes === 0 ? 0 : images.length / inputBytes
  const rows = overlaps(from.height, to.height)
  const columns = overlaps(from.width, to.width)
  const area = from.height * from.width
  const rowLength = from.width * channels
  const resampled = new Uint8Array(count * to.height * to.width * channels)
  const rowSums = new Float64Array(rowLength) // (col, channel), of one output row
  let target = 0
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < to.height; row++) {
      rowSums.fill(0)
      const lastRow = rows.starts[row + 1] ?? 0
      for (let entry = rows.starts[row] ?? 0; entry < lastRow; entry++) {
        const start = image * inputBytes + (rows.inputs[entry] ?? 0) * rowLength
        const weight = rows.weights[entry] ?? 0
        for (let index = 0; index < rowLength; index++) {
          rowSums[index] = (rowSums[index] ?? 0) + weight * (images[start + index] ?? 0)
        }
      }
      for (let column = 0; column < to.width; column++) {
        const firstColumn = columns.starts[column] ?? 0
        const lastColumn = columns.starts[column + 1] ?? 0
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0
          for (let entry = firstColumn; entry < lastColumn; entry++) {
            const index = (columns.inputs[entry] ?? 0) * channels + channel
            sum += (columns.weights[entry] ?? 0) * (rowSums[index] ?? 0)
          }
          resampled[target++] = Math.floor((2 * sum + area) / (2 * area))
        }
      }
    }
  }
  return resampled
}

/** Which input pixels each output pixel covers along one axis, and how much of them. */
interface Overlaps {
  /** (output + 1): where an output pixel's entries begin in `inputs` and `weights`. */
  starts: Uint32Array
  inputs: Uint32Array
  /** In units of 1 / output length of an input pixel: each output pixel's weights sum to the input length. */
  weights: Float64Array
}

function overlaps(inputLength: number, outputLength: number): Overlaps {
  const starts = [0]
  const inputs: number[] = []
  const weights: number[] = []
  for (let output = 0; output < outputLength; output++) {
    // In those units an input pixel is outputLength long, and an output pixel inputLength.
    const begin = output * inputLength
    const end = begin + inputLength
    for (let input = Math.floor(begin / outputLength); input * outputLength < end; input++) {
      inputs.push(input)
      weights.push(Math.min(end, (input + 1) * outputLength) - Math.max(begin, input * outputLength))
    }
    starts.push(inputs.length)
  }
  return { starts: Uint32Array.from(starts), inputs: Uint32Array.from(inputs), weights: Float64Array.from(weights) }
}
