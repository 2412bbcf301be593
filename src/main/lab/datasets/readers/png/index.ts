import { inflateSync } from 'node:zlib'
import { readChunks, type PngHeader } from './chunks.ts'
import { expandPixels } from './pixels.ts'
import { undoFilters } from './filters.ts'
import { PngError } from './png-error.ts'

export { PngError } from './png-error.ts'

/** An image as three equal or different channels. */
export interface RgbImage {
  height: number
  width: number
  /** (row, col, channel) of red, green, blue; uint8 */
  pixels: Uint8Array
  /** Whether the file has no colours: the three channels are equal. */
  grey: boolean
}

/** The most bytes that one image may have before its filters are undone. */
const mostBytes = 64 * 2 ** 20

/** Whether bytes begin as a PNG does. */
export function isPng(head: Uint8Array): boolean {
  return Buffer.from(head).toString('latin1', 0, 8) === '\u0089PNG\r\n\u001a\n'
}

/**
 * Decodes a PNG of any colour type and depth; 16 bits are cut to 8, transparency is left away. Interlaced images are
 * refused. Format: PNG (Third Edition), W3C 2025.
 * @param expected the size that it must have, known before anything is inflated
 * @throws PngError
 */
export function decodePng(file: Uint8Array, expected: { height: number; width: number } | null): RgbImage {
  const { header, palette, data } = readChunks(file, (found) => checkSize(found, expected))
  const { height, width, channels, depth } = header
  const rowBytes = Math.ceil((width * channels * depth) / 8)
  const size = height * (rowBytes + 1)
  const rows = undoFilters(inflate(data, size), height, rowBytes, Math.max(1, (channels * depth) / 8))
  return {
    height,
    width,
    pixels: expandPixels(rows, header, palette),
    grey: header.colour === 0 || header.colour === 4,
  }
}

function checkSize({ height, width, channels, depth }: PngHeader, expected: { height: number; width: number } | null) {
  if (expected && (height !== expected.height || width !== expected.width)) {
    throw new PngError(`mixed image sizes: it is ${height}×${width}, the first ${expected.height}×${expected.width}`)
  }
  if (height * (Math.ceil((width * channels * depth) / 8) + 1) > mostBytes) {
    throw new PngError(`${height}×${width} pixels are too many`)
  }
}

function inflate(data: Uint8Array, size: number): Uint8Array {
  let rows: Uint8Array
  try {
    rows = inflateSync(data, { maxOutputLength: size })
  } catch (thrown) {
    const tooLong = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE'
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new PngError(tooLong ? 'more pixels than its size allows' : `its pixels cannot be inflated (${reason})`)
  }
  if (rows.length !== size) throw new PngError(`truncated: ${rows.length} of ${size} bytes of pixels`)
  return rows
}
