import { deflateSync } from 'node:zlib'
import type { DecodedSplit } from '../../../../src/main/lab/datasets/decoded.ts'

// MAT files of version 5, little-endian.

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index))
  return bytes
}

/** A tag, the content and its padding; short content goes into the tag. */
export function element(type: number, content: Uint8Array, size = content.length): Buffer {
  if (content.length <= 4 && size === content.length) {
    return Buffer.concat([words((size << 16) | type), content, Buffer.alloc(4 - size)])
  }
  return Buffer.concat([words(type, size), content, Buffer.alloc((8 - (content.length % 8)) % 8)])
}

export interface Variable {
  name: string
  shape: number[]
  /** Class of the array: 9 is uint8, 6 double. */
  kind: number
  /** Type of the stored numbers: 2 is uint8, 9 double. */
  type: number
  bytes: Uint8Array
  /** Default the bytes' length. */
  size?: number
}

export function encodeVariable({ name, shape, kind, type, bytes, size }: Variable, compress: boolean): Buffer {
  const content = Buffer.concat([
    element(6, words(kind, 0)),
    element(5, words(...shape)),
    element(1, Buffer.from(name)),
    element(type, bytes, size),
  ])
  const matrix = Buffer.concat([words(14, content.length), content])
  if (!compress) return matrix
  const deflated = deflateSync(matrix)
  return Buffer.concat([words(15, deflated.length), deflated])
}

export function matHeader(): Buffer {
  const header = Buffer.alloc(128, ' ')
  header.write('MATLAB 5.0 MAT-file, written by a test', 0, 'latin1')
  header.fill(0, 116, 124)
  header.writeUInt16LE(0x0100, 124)
  header.write('IM', 126, 'latin1')
  return header
}

export function encodeMat(variables: Variable[], compress: boolean): Buffer {
  return Buffer.concat([matHeader(), ...variables.map((variable) => encodeVariable(variable, compress))])
}

/** X (row, col, channel, image), the first axis fastest, and y with 10 for 0. */
export function svhnVariables({ images, labels, count }: DecodedSplit, height: number, width: number): Variable[] {
  const columns = new Uint8Array(images.length)
  let source = 0
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let channel = 0; channel < 3; channel++) {
          columns[row + height * (column + width * (channel + 3 * image))] = images[source++] ?? 0
        }
      }
    }
  }
  const digits = Uint8Array.from(labels, (label) => (label === 0 ? 10 : label))
  return [
    { name: 'X', shape: [height, width, 3, count], kind: 9, type: 2, bytes: columns },
    { name: 'y', shape: [count, 1], kind: 9, type: 2, bytes: digits },
  ]
}
