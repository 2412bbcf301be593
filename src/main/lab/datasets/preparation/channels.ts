/**
 * Grey images over several channels, each the same.
 * @param images (image, row, col), uint8
 * @returns (image, row, col, channel), uint8
 */
export function repeatGrey(images: Uint8Array, channels: number): Uint8Array {
  const repeated = new Uint8Array(images.length * channels)
  let target = 0
  for (let index = 0; index < images.length; index++) {
    const pixel = images[index] ?? 0
    for (let channel = 0; channel < channels; channel++) repeated[target++] = pixel
  }
  return repeated
}
