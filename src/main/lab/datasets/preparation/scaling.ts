/** A network's input is pixel · scale[channel] + offset[channel]. */
export interface PixelScaling {
  scale: Float32Array
  offset: Float32Array
}

/** Pixels 0 … 255 to 0 … 1. */
export function unitScaling(channels: number): PixelScaling {
  return { scale: new Float32Array(channels).fill(1 / 255), offset: new Float32Array(channels) }
}

/** Counts pixels by value, a part of a set at a time. */
export interface PixelCounts {
  /** @param images (image, row, col, channel), uint8 */
  add(images: Uint8Array): void
  /**
   * (pixel / 255 − mean) / SD, with each channel's mean and SD (over n) of all that were added; a channel of one value
   * only is centred and not divided.
   */
  standardise(): PixelScaling
}

export function countPixels(channels: number): PixelCounts {
  const histograms = new Float64Array(channels * 256) // (channel, value): whole numbers, so no order of adding matters
  return {
    add(images) {
      for (let index = 0; index < images.length; index++) {
        const bin = (index % channels) * 256 + (images[index] ?? 0)
        histograms[bin] = (histograms[bin] ?? 0) + 1
      }
    },
    standardise() {
      const { scale, offset } = unitScaling(channels)
      for (let channel = 0; channel < channels; channel++) {
        const histogram = histograms.subarray(channel * 256, (channel + 1) * 256)
        const pixels = histogram.reduce((sum, count) => sum + count, 0)
        const mean = histogram.reduce((sum, count, value) => sum + count * value, 0) / pixels
        const variance = histogram.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / pixels
        const deviation = variance > 0 ? Math.sqrt(variance) : 255
        scale[channel] = 1 / deviation
        offset[channel] = -mean / deviation
      }
      return { scale, offset }
    },
  }
}
