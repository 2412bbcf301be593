import type { ImageRow } from './arrange-thumbnails.ts'

/** Pixels between two images. */
const gap = 1

/**
 * The first images side by side, row by row, one pixel apart.
 * @returns pixels: (row, col, RGBA), transparent where there is no image
 */
export function paintImages(
  { height, width, channels, images, labels }: ImageRow,
  columns: number,
  rows: number,
): { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> } {
  const full = { width: columns * (width + gap) - gap, height: rows * (height + gap) - gap }
  const pixels = new Uint8ClampedArray(full.width * full.height * 4)
  const shown = Math.min(labels.length, columns * rows)
  for (let image = 0; image < shown; image++) {
    const left = (image % columns) * (width + gap)
    const top = Math.floor(image / columns) * (height + gap)
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const from = ((image * height + row) * width + column) * channels
        const to = ((top + row) * full.width + left + column) * 4
        // Grey images have one value for all three colours.
        for (let colour = 0; colour < 3; colour++) pixels[to + colour] = images[from + (channels < 3 ? 0 : colour)] ?? 0
        pixels[to + 3] = 255
      }
    }
  }
  return { ...full, pixels }
}
