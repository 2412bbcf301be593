import type { PngHeader } from './chunks.ts'
import { PngError } from './png-error.ts'

/**
 * Samples of any depth and colour type to red, green and blue of 8 bits.
 * @param rows (row, byte), each row begun at a whole byte
 * @returns (row, col, channel)
 */
export function expandPixels(rows: Uint8Array, header: PngHeader, palette: Uint8Array): Uint8Array {
  const { height, width, colour, depth } = header
  if (colour === 2 && depth === 8) return rows
  const pixels = new Uint8Array(height * width * 3)
  const samples = depth < 8 ? unpackBits(rows, header) : rows
  const step = (depth === 16 ? 2 : 1) * header.channels
  const next = depth === 16 ? 2 : 1
  const hasColour = colour === 2 || colour === 6
  for (let pixel = 0; pixel < height * width; pixel++) {
    const source = pixel * step
    const target = pixel * 3
    if (colour === 3) {
      const entry = 3 * (samples[source] ?? 0)
      if (entry >= palette.length) throw new PngError(`pixel ${pixel} names a colour that its palette does not have`)
      for (let channel = 0; channel < 3; channel++) pixels[target + channel] = palette[entry + channel] ?? 0
    } else {
      for (let channel = 0; channel < 3; channel++) {
        pixels[target + channel] = samples[source + (hasColour ? channel * next : 0)] ?? 0
      }
    }
  }
  return pixels
}

/** Samples of 1, 2 or 4 bits to one byte each; grey ones are spread over 0 … 255. */
function unpackBits(rows: Uint8Array, { height, width, depth, colour }: PngHeader): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8)
  const most = 2 ** depth - 1
  const scale = colour === 0 ? 255 / most : 1
  const samples = new Uint8Array(height * width)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const bit = column * depth
      const byte = rows[row * rowBytes + (bit >> 3)] ?? 0
      samples[row * width + column] = ((byte >> (8 - depth - (bit & 7))) & most) * scale
    }
  }
  return samples
}
