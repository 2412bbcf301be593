import { createHash } from 'node:crypto'
import type { TicketLayer } from '../../../shared/results.ts'
import { countKept, packMask, unpackMask } from '../science/masks.ts'
import type { LayerPlan } from '../science/networks.ts'
import { survivingWeights } from '../science/pruning.ts'

/** What a ticket is: masks, and the surviving weights in mask order. Both per layer. */
export interface TicketContent {
  masks: Uint8Array[]
  surviving: Float32Array[]
}

/** Packed masks, layers one after another, each padded to whole bytes. */
export function encodeMasks(masks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(masks.map(packMask))
}

export function decodeMasks(layers: readonly LayerPlan[], bytes: Uint8Array): Uint8Array[] {
  let offset = 0
  return layers.map((layer) => {
    const length = Math.ceil(layer.weights / 8)
    const mask = unpackMask(bytes.subarray(offset, offset + length), layer.weights)
    offset += length
    return mask
  })
}

/** float32, little endian, layers one after another. */
export function encodeFloats(layers: readonly Float32Array[]): Uint8Array {
  return Buffer.concat(layers.map((layer) => new Uint8Array(layer.buffer, layer.byteOffset, layer.byteLength)))
}

/** @param counts floats per layer; those that the bytes do not hold are left out */
export function decodeFloats(bytes: Uint8Array, counts: readonly number[]): Float32Array[] {
  // A Buffer may share its memory, and its slices do: copied, the floats begin where the memory does.
  const floats = new Float32Array(new Uint8Array(bytes.subarray(0, bytes.byteLength & ~3)).buffer)
  let offset = 0
  return counts.map((count) => floats.slice(offset, (offset += count)))
}

/** SHA-256 over the layers' names and shapes, the masks and the surviving weights: the same ticket, the same hash. */
export function hashTicket(layers: readonly LayerPlan[], masks: Uint8Array, surviving: Uint8Array): string {
  const header = JSON.stringify(layers.map(({ name, shape }) => ({ name, shape })))
  return createHash('sha256').update(`${header}\n`).update(masks).update(surviving).digest('hex')
}

/** Kept weights and their signs, per layer. A weight's sign is that of its initial value; 0 counts as positive. */
export function describeLayers(layers: readonly LayerPlan[], content: TicketContent): TicketLayer[] {
  return layers.map((layer, index) => {
    const kept = countKept(content.masks[index] ?? new Uint8Array())
    const negative = countNegative(content.surviving[index] ?? new Float32Array())
    return { name: layer.name, shape: layer.shape, total: layer.weights, kept, positive: kept - negative, negative }
  })
}

function countNegative(weights: Float32Array): number {
  let negative = 0
  for (let place = 0; place < weights.length; place++) if ((weights[place] ?? 0) < 0) negative++
  return negative
}

/** A ticket from its masks and the network's initial weights. */
export function ticketContent(masks: Uint8Array[], initial: readonly Float32Array[]): TicketContent {
  return { masks, surviving: survivingWeights(initial, masks) }
}
