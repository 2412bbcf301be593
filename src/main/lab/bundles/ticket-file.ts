import type { LayerPlan } from '../science/networks.ts'
import type { TicketPayload } from '../store/tickets.ts'
import { bundleError } from './failures.ts'
import { decodeSafetensors, encodeSafetensors, type Tensor } from './safetensors.ts'

const format = 'ticketscope-ticket'

/**
 * A ticket's safetensors file (docs/bundle-format.md): for each layer `<layer>.initial` and perhaps `<layer>.trained`,
 * float32 in mask order, and `<layer>.mask`, bits in bytes; the layer's shape in the metadata.
 * @param kept kept weights per layer
 */
export function encodeTicketFile(
  layers: readonly LayerPlan[],
  kept: readonly number[],
  payload: TicketPayload,
): Uint8Array {
  const floats = (part: 'initial' | 'trained'): Tensor[] => {
    const bytes = payload[part]
    if (!bytes) return []
    const lengths = kept.map((count) => count * 4)
    return split(bytes, lengths).map((piece, index) => ({
      name: `${layers[index]?.name ?? ''}.${part}`,
      type: 'F32',
      shape: [kept[index] ?? 0],
      bytes: piece,
    }))
  }
  const masks = split(payload.masks, layers.map(maskBytes)).map((bytes, index): Tensor => ({
    name: `${layers[index]?.name ?? ''}.mask`,
    type: 'U8',
    shape: [bytes.length],
    bytes,
  }))
  const shapes = layers.map(({ name, shape }) => [`${name}.shape`, JSON.stringify(shape)])
  return encodeSafetensors({
    metadata: { format, version: '1', ...(Object.fromEntries(shapes) as Record<string, string>) },
    tensors: [...floats('initial'), ...floats('trained'), ...masks],
  })
}

/**
 * Reads a ticket's file and checks it against what the manifest says of it.
 * @param parts which weights the manifest promises
 * @throws LabError `bundle.invalid`, naming the tensor
 */
export function decodeTicketFile(
  bytes: Uint8Array,
  layers: readonly LayerPlan[],
  kept: readonly number[],
  parts: { initial: boolean; trained: boolean },
  place: string,
): TicketPayload {
  const { tensors, metadata } = decodeSafetensors(bytes, place)
  if (metadata['format'] !== format || metadata['version'] !== '1')
    throw bundleError(place, `is no ticket of version 1 (format "${metadata['format'] ?? ''}")`)
  for (const { name, shape } of layers)
    if (metadata[`${name}.shape`] !== JSON.stringify(shape))
      throw bundleError(
        place,
        `${name} has the shape ${metadata[`${name}.shape`] ?? 'of nothing'}, not [${shape.join()}]`,
      )
  const promised = layers.length * (1 + Number(parts.initial) + Number(parts.trained))
  if (tensors.length !== promised || Object.keys(metadata).length !== layers.length + 2)
    throw bundleError(place, `holds ${tensors.length} tensors and not ${promised}, or more metadata than its layers'`)
  const join = (part: string, type: Tensor['type'], lengths: readonly number[]): Uint8Array =>
    Buffer.concat(
      layers.map(({ name }, index) => {
        const tensor = tensors.find((candidate) => candidate.name === `${name}.${part}`)
        const where = `${place}: ${name}.${part}`
        if (!tensor) throw bundleError(where, 'is missing')
        if (tensor.type !== type || tensor.shape.length !== 1 || tensor.shape[0] !== lengths[index])
          throw bundleError(where, `is ${tensor.type} [${tensor.shape.join()}], not ${type} [${lengths[index] ?? 0}]`)
        return tensor.bytes
      }),
    )
  const masks = join('mask', 'U8', layers.map(maskBytes))
  checkMasks(masks, layers, kept, place)
  return {
    masks,
    initial: parts.initial ? finite(join('initial', 'F32', kept), `${place}: initial`) : null,
    trained: parts.trained ? join('trained', 'F32', kept) : null,
  }
}

function checkMasks(masks: Uint8Array, layers: readonly LayerPlan[], kept: readonly number[], place: string): void {
  split(masks, layers.map(maskBytes)).forEach((bits, index) => {
    const layer = layers[index]
    if (!layer) return
    const used = layer.weights % 8
    if (used > 0 && (bits[bits.length - 1] ?? 0) >>> used !== 0)
      throw bundleError(`${place}: ${layer.name}.mask`, 'has bits behind its last weight')
    let ones = 0
    for (let byte of bits) for (; byte > 0; byte &= byte - 1) ones++
    if (ones !== kept[index])
      throw bundleError(`${place}: ${layer.name}.mask`, `keeps ${ones} weights, the manifest says ${kept[index] ?? 0}`)
  })
}

function finite(bytes: Uint8Array, place: string): Uint8Array {
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  const wrong = floats.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw bundleError(place, `weight ${wrong} is ${floats[wrong] ?? NaN}`)
  return bytes
}

/** Bytes of a layer's packed mask. */
function maskBytes(layer: LayerPlan): number {
  return Math.ceil(layer.weights / 8)
}

function split(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let offset = 0
  return lengths.map((length) => bytes.subarray(offset, (offset += length)))
}
