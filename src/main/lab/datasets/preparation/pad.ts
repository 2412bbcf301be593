import type { ImageSize } from './resample.ts'

/**
 * Puts images into the middle of larger ones of zeros; an odd row or column is added at the bottom or right.
 * @param images (image, row, col, channel), uint8, of size `from`, no side longer than that of `to`
 * @returns (image, row, col, channel), uint8, of size `to`
 */
export function padImages(images: Uint8Array, channels: number, from: ImageSize, to: ImageSize): Uint8Array {
  const rowBytes = from.width * channels
  const count = images.length / (from.height * rowBytes)
  const above = Math.floor((to.height - from.height) / 2)
  const left = Math.floor((to.width - from.width) / 2)
  const padded = new Uint8Array(count * to.height * to.width * channels)
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < from.height; row++) {
      const source = (image * from.height + row) * rowBytes
      const target = ((image * to.height + above + row) * to.width + left) * channels
      padded.set(images.subarray(source, source + rowBytes), target)
    }
  }
  return padded
}
