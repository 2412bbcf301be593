import { crc32 } from 'node:zlib'
import { largestSide } from '../failures.ts'
import { PngError } from './png-error.ts'

export interface PngHeader {
  height: number
  width: number
  /** Bits of one sample: 1, 2, 4, 8 or 16. */
  depth: number
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha */
  colour: number
  /** Samples of one pixel. */
  channels: number
}

export interface PngParts {
  header: PngHeader
  /** (entry, red/green/blue); empty without one */
  palette: Uint8Array
  /** The zlib stream of the filtered rows. */
  data: Uint8Array
}

const channelsOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const depthsOf: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }
/** Length, type and checksum of a chunk. */
const frame = 12

/**
 * Takes a PNG apart and checks each chunk's place and checksum.
 * @param check told the header before anything after it is read
 * @throws PngError
 */
export function readChunks(file: Uint8Array, check: (header: PngHeader) => void): PngParts {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.toString('latin1', 0, 8) !== '\u0089PNG\r\n\u001a\n') throw new PngError('no PNG (byte 0)')
  let header: PngHeader | null = null
  let palette: Uint8Array = new Uint8Array(0)
  const data: Uint8Array[] = []
  let before = ''
  for (let offset = 8; ;) {
    if (offset + frame > bytes.length) throw new PngError(`truncated in the chunk at byte ${offset}`)
    const length = bytes.readUInt32BE(offset)
    const type = bytes.toString('latin1', offset + 4, offset + 8)
    const end = offset + frame + length
    if (end > bytes.length) throw new PngError(`truncated: chunk ${type} at byte ${offset} claims ${length} bytes`)
    if (crc32(bytes.subarray(offset + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) {
      throw new PngError(`chunk ${type} at byte ${offset} has a wrong checksum`)
    }
    const content = bytes.subarray(offset + 8, end - 4)
    if ((type === 'IHDR') !== (before === ''))
      throw new PngError(`chunk ${type} at byte ${offset}, where it must not be`)
    if (type === 'IHDR') {
      header = decodeHeader(content)
      check(header)
    } else if (type === 'PLTE') {
      if (palette.length > 0 || data.length > 0 || length % 3 !== 0 || length === 0 || length > 768) {
        throw new PngError(`a palette of ${length} bytes at byte ${offset}`)
      }
      palette = content
    } else if (type === 'IDAT') {
      if (data.length > 0 && before !== 'IDAT') throw new PngError(`pixels apart from the others at byte ${offset}`)
      data.push(content)
    } else if (type === 'IEND') {
      if (end !== bytes.length) throw new PngError(`${bytes.length - end} bytes after its end`)
      break
    } else if ((bytes[offset + 4] ?? 0) < 0x61) {
      throw new PngError(`unknown chunk ${type} at byte ${offset}`)
    }
    before = type
    offset = end
  }
  if (!header || data.length === 0) throw new PngError('no pixels')
  if (header.colour === 3 && palette.length === 0) throw new PngError('no palette')
  return { header, palette, data: data.length === 1 ? (data[0] ?? palette) : Buffer.concat(data) }
}

function decodeHeader(content: Buffer): PngHeader {
  if (content.length !== 13) throw new PngError(`a header of ${content.length} bytes`)
  const [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)]
  const [depth = 0, colour = 0, compression, filter, interlace] = content.subarray(8)
  if (width === 0 || height === 0 || width > largestSide || height > largestSide) {
    throw new PngError(`it claims ${height}×${width} pixels; sides must be 1 … ${largestSide}`)
  }
  const channels = channelsOf[colour]
  if (channels === undefined || depthsOf[colour]?.includes(depth) !== true) {
    throw new PngError(`colour type ${colour} with ${depth} bits, which PNG does not have`)
  }
  if (compression !== 0 || filter !== 0) throw new PngError('a compression or filter method that PNG does not have')
  if (interlace !== 0) throw new PngError('it is interlaced; save it without')
  return { height, width, depth, colour, channels }
}
