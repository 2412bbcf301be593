import { crc32, deflateRawSync } from 'node:zlib'
import type { DecodedDataset } from '../../../../src/main/lab/datasets/decoded.ts'

export interface ZipPart {
  name: string
  content: Uint8Array
  /** Everything that may lie. */
  size?: number
  compressedSize?: number
  crc?: number
  localName?: string
  method?: number
  flags?: number
  start?: number
}

/** A zip file, stored or deflated. */
export function encodeZip(parts: ZipPart[], deflate: boolean, comment = ''): Buffer {
  const body: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const packed = deflate ? deflateRawSync(part.content) : Buffer.from(part.content)
    const name = Buffer.from(part.name)
    const localName = Buffer.from(part.localName ?? part.name)
    const common = Buffer.alloc(22)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(part.flags ?? 0, 2)
    common.writeUInt16LE(part.method ?? (deflate ? 8 : 0), 4)
    common.writeUInt32LE(part.crc ?? crc32(part.content), 10)
    common.writeUInt32LE(part.compressedSize ?? packed.length, 14)
    common.writeUInt32LE(part.size ?? part.content.length, 18)
    const sizes = (length: number): Buffer => Buffer.from([length & 255, length >> 8, 0, 0])
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, sizes(localName.length), localName, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(part.start ?? offset, 10)
    const entry = [Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, sizes(name.length), tail.subarray(0, 10)]
    directory.push(Buffer.concat([...entry, tail.subarray(10), name]))
    body.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...body, list, end, Buffer.from(comment)])
}

/** An array of numpy, version 1 of the format. */
export function encodeNpy(shape: number[], bytes: Uint8Array, descr = '|u1', fortran = false): Buffer {
  const axes = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${axes}, }`
  const padded = `${text}${' '.repeat(63 - ((text.length + 10) % 64))}\n`
  const head = Buffer.from('\u0093NUMPY\x01\x00\0\0', 'latin1')
  head.writeUInt16LE(padded.length, 8)
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), bytes])
}

export function npzParts({ height, width, channels, train, test }: DecodedDataset): ZipPart[] {
  const shape = (count: number): number[] => [count, height, width, ...(channels === 1 ? [] : [channels])]
  return [
    { name: 'x_train.npy', content: encodeNpy(shape(train.count), train.images) },
    { name: 'y_train.npy', content: encodeNpy([train.count], train.labels) },
    { name: 'x_test.npy', content: encodeNpy(shape(test.count), test.images) },
    { name: 'y_test.npy', content: encodeNpy([test.count, 1], test.labels) },
  ]
}
