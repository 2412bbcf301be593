import { bundleError } from '../failures.ts'

/** A numpy array of numbers, row-major. */
export interface NumberArray {
  shape: number[]
  values: Float64Array
}

const mostElements = 2 ** 24
const remedy = 'save it with numpy.save, as an array of numbers'

/**
 * Reads an array as numpy.save writes it (NEP 1, versions 1 to 3): whole numbers, floats or booleans, no objects.
 * @throws LabError `bundle.invalid`
 */
export function readNpy(bytes: Uint8Array, place: string): NumberArray {
  const { type, fortran, shape, data } = readHeader(bytes, place)
  const count = shape.reduce((product, size) => product * size, 1)
  const read = readers[type.slice(1)]
  if (!read) throw bundleError(place, `holds values of type "${type}"`, remedy)
  const size = Number(type.slice(2))
  if (!(count <= mostElements)) throw bundleError(place, `has more than ${mostElements} elements`, 'split it')
  if (data.length !== count * size)
    throw bundleError(place, `has ${data.length} bytes of data, its shape needs ${count * size}`, remedy)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const values = new Float64Array(count)
  const isLittle = type[0] !== '>'
  for (let index = 0; index < count; index++) values[index] = read(view, index * size, isLittle)
  return { shape, values: fortran && shape.length > 1 ? toRowMajor(values, shape) : values }
}

/** Text of an array of one byte string, such as scipy's `format`. */
export function readNpyText(bytes: Uint8Array, place: string): string {
  const { type, data } = readHeader(bytes, place)
  if (!/^[|<>]S\d+$/.test(type)) throw bundleError(place, `holds values of type "${type}", not text`, remedy)
  return Buffer.from(data).toString('latin1').replaceAll('\0', '')
}

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

function readHeader(bytes: Uint8Array, place: string) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < 12 || buffer.toString('latin1', 0, 6) !== '\x93NUMPY')
    throw bundleError(place, 'is no numpy array', remedy)
  const isFirst = buffer[6] === 1
  const length = isFirst ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8)
  const start = (isFirst ? 10 : 12) + length
  if (length > 65536 || start > buffer.length) throw bundleError(place, `claims a header of ${length} bytes`, remedy)
  const header = buffer.toString('latin1', isFirst ? 10 : 12, start).trim()
  const found = /^\{'descr': '([^']{2,16})', 'fortran_order': (True|False), 'shape': \(([\d, ]{0,120})\),? *\}$/.exec(
    header,
  )
  if (!found) throw bundleError(place, 'has a header that describes no array of numbers', remedy)
  const [, type = '', fortran, sizes = ''] = found
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  if (shape.length > 8 || !shape.every(Number.isSafeInteger)) throw bundleError(place, 'has no shape', remedy)
  return { type, fortran: fortran === 'True', shape, data: buffer.subarray(start) }
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
