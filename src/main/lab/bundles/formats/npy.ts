import {
  decodeNpyHeader,
  NpyError,
  npyHeaderLength,
  npyLengthWidth,
  npyStartBytes,
  type NpyHeader,
} from '../../formats/npy-header.ts'
import { bundleError } from '../failures.ts'

/** A numpy array of numbers, row-major. */
export interface NumberArray {
  shape: number[]
  values: Float64Array
}

const mostElements = 2 ** 24
const remedy = 'save it with numpy.save, as an array of numbers'

/**
 * Reads an array as numpy.save writes it: whole numbers, floats or booleans, no objects.
 * @throws LabError `bundle.invalid`
 */
export function readNpy(bytes: Uint8Array, place: string): NumberArray {
  const { type, size, littleEndian, fortran, shape, data } = readArray(bytes, place, Object.keys(readers))
  const count = shape.reduce((product, length) => product * length, 1)
  const read = readers[type]
  if (!read || !(count <= mostElements)) throw bundleError(place, `has more than ${mostElements} elements`, 'split it')
  if (data.length !== count * size)
    throw bundleError(place, `has ${data.length} bytes of data, its shape needs ${count * size}`, remedy)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const values = new Float64Array(count)
  for (let index = 0; index < count; index++) values[index] = read(view, index * size, littleEndian)
  return { shape, values: fortran && shape.length > 1 ? toRowMajor(values, shape) : values }
}

/** Text of an array of one byte string, such as scipy's `format`. */
export function readNpyText(bytes: Uint8Array, place: string): string {
  const { data } = readArray(bytes, place, textTypes)
  return Buffer.from(data).toString('latin1').replaceAll('\0', '')
}

const textTypes = Array.from({ length: 16 }, (_, length) => `S${length + 1}`)
const readers: Record<string, (view: DataView, at: number, isLittle: boolean) => number> = {
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, isLittle) => view.getUint16(at, isLittle),
  i2: (view, at, isLittle) => view.getInt16(at, isLittle),
  u4: (view, at, isLittle) => view.getUint32(at, isLittle),
  i4: (view, at, isLittle) => view.getInt32(at, isLittle),
  u8: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)),
  i8: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)),
  f4: (view, at, isLittle) => view.getFloat32(at, isLittle),
  f8: (view, at, isLittle) => view.getFloat64(at, isLittle),
}

function readArray(bytes: Uint8Array, place: string, types: readonly string[]): NpyHeader & { data: Buffer } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const take = (length: number): Buffer => {
    if (at + length > buffer.length) throw new NpyError('ends within its header')
    return buffer.subarray(at, (at += length))
  }
  try {
    const length = npyHeaderLength(take(npyLengthWidth(take(npyStartBytes))))
    return { ...decodeNpyHeader(take(length), types), data: buffer.subarray(at) }
  } catch (thrown) {
    throw thrown instanceof NpyError ? bundleError(place, thrown.message, remedy) : thrown
  }
}

/** From first axis fastest to last axis fastest. */
function toRowMajor(values: Float64Array, shape: readonly number[]): Float64Array {
  const moved = new Float64Array(values.length)
  const place = shape.map(() => 0)
  for (let index = 0; index < values.length; index++) {
    let target = 0
    shape.forEach((size, axis) => (target = target * size + (place[axis] ?? 0)))
    moved[target] = values[index] ?? 0
    for (let axis = 0; axis < shape.length; axis++) {
      place[axis] = (place[axis] ?? 0) + 1
      if ((place[axis] ?? 0) < (shape[axis] ?? 0)) break
      place[axis] = 0
    }
  }
  return moved
}
