import { crc32, deflateSync } from 'node:zlib'
import type { DecodedDataset } from '../../../../src/main/lab/datasets/decoded.ts'

export function chunk(type: string, content: Uint8Array, crc?: number, length = content.length): Buffer {
  const framed = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), content, Buffer.alloc(4)])
  framed.writeUInt32BE(length, 0)
  framed.writeUInt32BE(crc ?? crc32(framed.subarray(4, -4)), framed.length - 4)
  return framed
}

export const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')

export function header(width: number, height: number, depth: number, colour: number, interlace = 0): Buffer {
  const content = Buffer.alloc(13)
  content.writeUInt32BE(width, 0)
  content.writeUInt32BE(height, 4)
  content.set([depth, colour, 0, 0, interlace], 8)
  return chunk('IHDR', content)
}

export const end = chunk('IEND', Buffer.alloc(0))

const channelsOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

export interface PngImage {
  width: number
  height: number
  depth: number
  colour: number
  /** (row, byte): packed samples */
  rows: Uint8Array
  palette?: Uint8Array
  /** Of each row, 0 … 4. */
  filter(row: number): number
}

/** Applies the filters by their definition (PNG, section 9.2) and deflates. */
export function encodePng({ width, height, depth, colour, rows, palette, filter }: PngImage): Buffer {
  const bits = depth * (channelsOf[colour] ?? 1)
  const rowBytes = Math.ceil((width * bits) / 8)
  const distance = Math.max(1, bits / 8)
  const at = (row: number, index: number): number => (row < 0 || index < 0 ? 0 : (rows[row * rowBytes + index] ?? 0))
  const filtered = Buffer.alloc(height * (rowBytes + 1))
  for (let row = 0; row < height; row++) {
    const kind = filter(row)
    filtered[row * (rowBytes + 1)] = kind
    for (let index = 0; index < rowBytes; index++) {
      const [a, b, c] = [at(row, index - distance), at(row - 1, index), at(row - 1, index - distance)]
      const p = a + b - c
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c
      const predicted = [0, a, b, Math.floor((a + b) / 2), paeth][kind] ?? 0
      filtered[row * (rowBytes + 1) + 1 + index] = at(row, index) - predicted
    }
  }
  return Buffer.concat([
    signature,
    header(width, height, depth, colour),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(filtered)),
    end,
  ])
}

/** One image of a set of 1 or 3 channels. */
export function pngOf(set: DecodedDataset, pixels: Uint8Array): Buffer {
  const { width, height, channels } = set
  return encodePng({ width, height, depth: 8, colour: channels === 1 ? 0 : 2, rows: pixels, filter: (row) => row % 5 })
}

/** `train/<class>/<number>.png` and `test/…`, in the order in which they are read. */
export function encodeClassFolders(set: DecodedDataset): Record<string, Buffer> {
  const files: Record<string, Buffer> = {}
  const imageBytes = set.height * set.width * set.channels
  for (const part of ['train', 'test'] as const) {
    set[part].labels.forEach((label, image) => {
      const name = `${part}/${set.classes[label] ?? ''}/${String(image).padStart(5, '0')}.png`
      files[name] = pngOf(set, set[part].images.subarray(image * imageBytes, (image + 1) * imageBytes))
    })
  }
  return files
}

/** The same images in the order of class and number, as class folders give them back. */
export function sortedByClass(set: DecodedDataset): DecodedDataset {
  const imageBytes = set.height * set.width * set.channels
  const sort = (split: DecodedDataset['train']): DecodedDataset['train'] => {
    const order = Array.from(split.labels, (_, image) => image).sort(
      (a, b) => (split.labels[a] ?? 0) - (split.labels[b] ?? 0) || a - b,
    )
    return {
      images: Uint8Array.from(
        order.flatMap((image) => [...split.images.subarray(image * imageBytes, (image + 1) * imageBytes)]),
      ),
      labels: Uint8Array.from(order, (image) => split.labels[image] ?? 0),
      count: split.count,
    }
  }
  return { ...set, train: sort(set.train), test: sort(set.test) }
}
