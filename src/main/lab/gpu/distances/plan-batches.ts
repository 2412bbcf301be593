import type { TicketPair } from '../../science/conditions.ts'
import { countBytes, networkBytes, type LayerShape } from './layer-shape.ts'

/** Pairs that a device takes on at once. */
export interface Batch {
  /** Which networks they need, by their places on the device. */
  networks: number[]
  /** Places in the list of pairs, and in `networks`. */
  pairs: { pair: number; a: number; b: number }[]
}

/** What a batch may hold. */
export interface Room {
  networks: number
  pairs: number
}

/** Bytes of a buffer that every WebGPU device has. */
const everyBuffer = 2 ** 27
/** More pairs than that make nothing faster. */
const mostPairs = 64
const mebibyte = 2 ** 20

/**
 * What fits into buffers of 128 MiB, or of what the device has, where that is less; of counts, which processors read, less.
 * @param limit bytes of a buffer that a kernel may see
 * @returns null where not even two networks fit
 */
export function planRoom(shapes: readonly LayerShape[], limit: number): Room | null {
  const bytes = Math.min(limit, everyBuffer)
  const networks = Math.floor(bytes / Math.max(4, ...shapes.map(networkBytes)))
  const perPair = Math.max(4, ...shapes.map(countBytes))
  if (networks < 2 || perPair > bytes) return null
  const pairs = Math.max(1, Math.min(mostPairs, Math.floor((32 * mebibyte) / perPair)))
  return { networks: Math.min(networks, 2 * pairs), pairs }
}

/**
 * Deals pairs out to batches that need few networks each: tiles of the matrix of pairs.
 * @param pairs indices of networks
 */
export function planBatches(pairs: readonly TicketPair[], room: Room): Batch[] {
  const side = Math.max(1, Math.floor(Math.min(room.networks / 2, Math.sqrt(room.pairs))))
  const tileOf = (network: number): number => Math.floor(network / side)
  const sorted = pairs
    .map(({ a, b }, pair) => ({ a, b, pair }))
    .toSorted((x, y) => tileOf(x.a) - tileOf(y.a) || tileOf(x.b) - tileOf(y.b) || x.pair - y.pair)
  const batches: Batch[] = []
  let places = new Map<number, number>()
  let batch: Batch | undefined
  for (const { a, b, pair } of sorted) {
    const added = [...new Set([a, b])].filter((network) => !places.has(network)).length
    if (!batch || batch.pairs.length === room.pairs || places.size + added > room.networks) {
      batch = { networks: [], pairs: [] }
      batches.push(batch)
      places = new Map()
    }
    for (const network of [a, b]) {
      if (places.has(network)) continue
      places.set(network, places.size)
      batch.networks.push(network)
    }
    batch.pairs.push({ pair, a: places.get(a) ?? 0, b: places.get(b) ?? 0 })
  }
  return batches
}
