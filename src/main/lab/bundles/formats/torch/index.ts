import { closeSync, openSync, readSync } from 'node:fs'
import { readPickle } from '../../../formats/pickle/index.ts'
import { bundleError } from '../../failures.ts'
import type { ZipArchive } from '../../../formats/zip/read-zip.ts'
import { withArchive } from '../archive.ts'
import { readLegacyTorch } from './legacy.ts'
import { mostPickle, refusing, remedy, torchPickle } from './pickle-rules.ts'
import { storageTypes, StoredTensor, type StorageType, type TorchContent } from './values.ts'

/** A tensor's numbers, row-major. */
export interface TorchTensor {
  name: string
  shape: number[]
  values: Float32Array
}

const mostElements = 2 ** 24

/**
 * The tensors of a state dict that torch.save wrote, as a zip archive (PyTorch 1.6 or later) or in the format before, in
 * their order, without executing anything.
 * @throws LabError `bundle.invalid`
 */
export function readTorchFile(path: string, place: string): TorchTensor[] {
  return beginsWithPickle(path)
    ? readTensors(readLegacyTorch(path, place), place)
    : withArchive(path, place, (archive) => readTensors(readArchive(archive, place), place))
}

function beginsWithPickle(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const head = new Uint8Array(1)
    readSync(file, head)
    return head[0] === 0x80
  } finally {
    closeSync(file)
  }
}

function readArchive(archive: ZipArchive, place: string): TorchContent {
  const pickle = archive.entries.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name))
  if (!pickle) throw bundleError(place, 'holds no data.pkl', 'give a file of torch.save')
  const folder = pickle.name.slice(0, -'/data.pkl'.length)
  const order = archive.entries.find(({ name }) => name === `${folder}/byteorder`)
  if (order && Buffer.from(archive.read(order.name)).toString('latin1').trim() !== 'little')
    throw bundleError(place, 'was written big-endian', 'save it on another machine')
  const bytes = archive.read(pickle.name)
  const where = `${place}: data.pkl`
  if (bytes.length > mostPickle) throw bundleError(where, `has ${bytes.length} bytes`, remedy)
  return {
    value: refusing(where, () => readPickle(bytes, torchPickle)),
    read: (key) => archive.read(`${folder}/data/${key}`),
  }
}

function readTensors({ value, read }: TorchContent, place: string): TorchTensor[] {
  const dict = value instanceof Map ? (value.get('state_dict') ?? value) : value
  if (!(dict instanceof Map)) throw bundleError(place, 'holds no dict of tensors', 'save model.state_dict()')
  return [...dict].flatMap(([name, tensor]) =>
    tensor instanceof StoredTensor
      ? [{ name, shape: tensor.shape, values: readTensor(read, tensor, `${place}: ${name}`) }]
      : [],
  )
}

function readTensor(read: TorchContent['read'], tensor: StoredTensor, place: string): Float32Array {
  const { type, key, offset, shape, strides } = tensor
  const count = shape.reduce((product, size) => product * size, 1)
  if (!(count <= mostElements)) throw bundleError(place, `has more than ${mostElements} elements`, 'split it')
  const bytes = read(key)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = storageTypes[type]
  const furthest = shape.reduce((sum, length, axis) => sum + (length - 1) * (strides[axis] ?? 0), offset)
  if (count > 0 && (furthest + 1) * size > bytes.length)
    throw bundleError(place, `reaches beyond its ${bytes.length} bytes of numbers`, 'save it again')
  const values = new Float32Array(count)
  const index = shape.map(() => 0)
  let at = offset
  for (let element = 0; element < count; element++) {
    values[element] = readNumber[type](view, at * size)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1
      at += strides[axis] ?? 0
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break
      at -= (shape[axis] ?? 0) * (strides[axis] ?? 0)
      index[axis] = 0
    }
  }
  return values
}

const readNumber: Record<StorageType, (view: DataView, at: number) => number> = {
  FloatStorage: (view, at) => view.getFloat32(at, true),
  DoubleStorage: (view, at) => view.getFloat64(at, true),
  HalfStorage: (view, at) => readHalf(view.getUint16(at, true)),
  BFloat16Storage: (view, at) => {
    const wide = new DataView(new ArrayBuffer(4))
    wide.setUint16(2, view.getUint16(at, true), true)
    return wide.getFloat32(0, true)
  },
  LongStorage: (view, at) => Number(view.getBigInt64(at, true)),
  IntStorage: (view, at) => view.getInt32(at, true),
  ShortStorage: (view, at) => view.getInt16(at, true),
  CharStorage: (view, at) => view.getInt8(at),
  ByteStorage: (view, at) => view.getUint8(at),
  BoolStorage: (view, at) => view.getUint8(at),
}

/** IEEE 754 half precision. */
export function readHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
