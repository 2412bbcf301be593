import { readFileSync, statSync } from 'node:fs'
import { bundleError } from '../failures.ts'
import { decodeSafetensors, type Tensor } from '../safetensors.ts'
import { layerOfWeights, type ForeignLayer } from './foreign-network.ts'
import { readHalf, readTorchFile, type TorchTensor } from './torch/index.ts'

const mostBytes = 256 * 2 ** 20

/** Layers of a safetensors file of weights: every tensor with at least two axes, in the order of their data. */
export function readSafetensorsLayers(path: string, place: string): ForeignLayer[] {
  const { size } = statSync(path)
  if (size > mostBytes) throw bundleError(place, `has ${size} bytes, more than ${mostBytes}`, 'split it')
  const { tensors } = decodeSafetensors(readFileSync(path), place)
  const sorted = tensors.toSorted((a, b) => a.bytes.byteOffset - b.bytes.byteOffset)
  return toLayers(
    sorted.filter(({ shape }) => shape.length > 1).map((tensor) => ({ ...tensor, values: toFloats(tensor, place) })),
    place,
  )
}

/** Layers of a state dict: every tensor with at least two axes, in their order. */
export function readTorchLayers(path: string, place: string): ForeignLayer[] {
  return toLayers(readTorchFile(path, place), place)
}

/** Biases and the like are passed over. */
function toLayers(tensors: readonly Pick<TorchTensor, 'name' | 'shape' | 'values'>[], place: string): ForeignLayer[] {
  const layers = tensors
    .filter(({ shape }) => shape.length > 1)
    .map(({ name, shape, values }) => layerOfWeights(name, shape, values))
  if (layers.length === 0) throw bundleError(place, 'holds no tensor with at least two axes', 'save the weights')
  return layers
}

function toFloats({ type, bytes, name }: Tensor, place: string): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const all = (size: number, read: (at: number) => number): Float32Array =>
    Float32Array.from({ length: bytes.length / size }, (_, index) => read(index * size))
  switch (type) {
    case 'F32':
      return all(4, (at) => view.getFloat32(at, true))
    case 'F64':
      return all(8, (at) => view.getFloat64(at, true))
    case 'F16':
      return all(2, (at) => readHalf(view.getUint16(at, true)))
    case 'I8':
      return all(1, (at) => view.getInt8(at))
    case 'U8':
    case 'BOOL':
      return all(1, (at) => view.getUint8(at))
    case 'BF16':
    case 'I16':
    case 'I32':
    case 'I64':
      throw bundleError(`${place}: ${name}`, `holds values of type ${type}`, 'save the weights as float32')
    default:
      return type satisfies never
  }
}
