import { PickleError, readPickle } from '../../../formats/pickle/index.ts'
import { bundleError } from '../../failures.ts'
import type { ZipArchive } from '../../zip/read-zip.ts'
import { withArchive } from '../archive.ts'
import { torchPickle, type TorchValue } from './pickle-rules.ts'
import { storageTypes, StoredTensor, type StorageType } from './values.ts'

/** A tensor's numbers, row-major. */
export interface TorchTensor {
  name: string
  shape: number[]
  values: Float32Array
}

const mostElements = 2 ** 24
const mostPickle = 16 * 2 ** 20

/**
 * The tensors of a state dict that torch.save wrote as a zip archive (PyTorch 1.6 or later), in their order, without
 * executing anything.
 * @throws LabError `bundle.invalid`; for the older format too, which says how to save it again
 */
export function readTorchFile(path: string, place: string): TorchTensor[] {
  return withArchive(path, place, (archive) => {
    const pickle = archive.entries.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name))
    if (!pickle) throw bundleError(place, 'holds no data.pkl', 'give a file of torch.save')
    const folder = pickle.name.slice(0, -'/data.pkl'.length)
    const order = archive.entries.find(({ name }) => name === `${folder}/byteorder`)
    if (order && Buffer.from(archive.read(order.name)).toString('latin1').trim() !== 'little')
      throw bundleError(place, 'was written big-endian', 'save it on another machine')
    const value = readStateDict(archive.read(pickle.name), `${place}: data.pkl`)
    const dict = value instanceof Map ? (value.get('state_dict') ?? value) : value
    if (!(dict instanceof Map)) throw bundleError(place, 'holds no dict of tensors', 'save model.state_dict()')
    return [...dict].flatMap(([name, tensor]) =>
      tensor instanceof StoredTensor
        ? [{ name, shape: tensor.shape, values: readTensor(archive, folder, tensor, `${place}: ${name}`) }]
        : [],
    )
  })
}

function readStateDict(pickle: Uint8Array, place: string): TorchValue {
  const remedy = 'save a state dict alone: torch.save(model.state_dict(), path)'
  if (pickle.length > mostPickle) throw bundleError(place, `has ${pickle.length} bytes`, remedy)
  try {
    return readPickle(pickle, torchPickle)
  } catch (thrown) {
    if (!(thrown instanceof PickleError)) throw thrown
    throw bundleError(`${place}: byte ${thrown.at}`, thrown.message, remedy)
  }
}

/** Whether a file was written by torch.save before PyTorch 1.6: a bare pickle. */
export function isLegacyTorch(head: Uint8Array): boolean {
  return head[0] === 0x80 && (head[1] ?? 9) <= 5
}

function readTensor(archive: ZipArchive, folder: string, tensor: StoredTensor, place: string): Float32Array {
  const { type, key, offset, shape, strides } = tensor
  const count = shape.reduce((product, size) => product * size, 1)
  if (!(count <= mostElements)) throw bundleError(place, `has more than ${mostElements} elements`, 'split it')
  const bytes = archive.read(`${folder}/data/${key}`)
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
