import {
  decodeNpyHeader,
  NpyError,
  npyHeaderLength,
  npyLengthWidth,
  npyStartBytes,
  type NpyHeader,
} from '../../formats/npy-header.ts'
import { copyAgain, dataError } from './failures.ts'
import type { IntegerType } from './integers.ts'
import { openZipEntry, type ZipEntry } from './zip.ts'

const wholeNumbers = ['u1', 'u2', 'u4', 'u8', 'i1', 'i2', 'i4', 'i8']

/** An array whose header has been read; its content follows. */
export interface NumpyArray {
  place: string
  type: IntegerType
  shape: number[]
  take(length: number): Promise<Uint8Array>
  finish(): Promise<void>
  close(): void
}

/**
 * Opens an array of whole numbers of an .npz file.
 * @param advance told the bytes that were read of the file
 * @throws LabError `data.format`
 */
export async function openArray(path: string, entry: ZipEntry, advance: (bytes: number) => void): Promise<NumpyArray> {
  const place = `${path} (${entry.name})`
  const { source, take, finish } = openZipEntry(path, entry, (chunk) => advance(chunk.length))
  try {
    const { type, size, littleEndian, fortran, shape } = await readHeader((length) => take(length, 'the header'))
    if (fortran && shape.filter((axis) => axis > 1).length > 1) {
      throw dataError('data.format', place, 'an array in Fortran’s order', 'save np.ascontiguousarray(x)')
    }
    const content = shape.reduce((product, axis) => product * axis, size)
    if (source.offset + content !== entry.size) {
      const sizes = `its shape ${shape.join('×')} needs ${content} bytes, ${entry.size - source.offset} are there`
      throw dataError('data.format', place, `truncated, or sizes that lie: ${sizes}`, copyAgain)
    }
    return {
      ...{ place, type: { signed: type.startsWith('i'), size, littleEndian }, shape, finish },
      take: (bytes) => take(bytes, entry.name),
      close: () => source.close(),
    }
  } catch (thrown) {
    source.close()
    if (!(thrown instanceof NpyError)) throw thrown
    throw dataError('data.format', place, thrown.message, 'save uint8 images and integer labels with np.savez')
  }
}

async function readHeader(take: (length: number) => Promise<Uint8Array>): Promise<NpyHeader> {
  const width = npyLengthWidth(Buffer.from(await take(npyStartBytes)))
  const length = npyHeaderLength(Buffer.from(await take(width)))
  return decodeNpyHeader(Buffer.from(await take(length)), wholeNumbers)
}
