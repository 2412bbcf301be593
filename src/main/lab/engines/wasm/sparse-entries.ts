import type { LayerPlan } from '../../science/networks.ts'
import type { LayerPlace } from './layout.ts'
import { blockInputs, columnImages, sparseDensity } from './sparse-plan.ts'

/** A layer's kept weights as the sparse kernels take them. */
export interface SparseEntries {
  /** With padding. */
  count: number
  /** Index of each entry's weight in the public order, (unit, input); −1 for padding. */
  weights: Int32Array
  /** Padded input of each entry, times 128 bytes. */
  offsets: Uint32Array
  /** First entry of each (block, unit), and the number of entries. */
  starts: Uint32Array
}

/** The entries of a layer with this mask, or null where it is better computed as a whole. @param batch images of a step */
export function buildEntries(
  layer: LayerPlan,
  place: LayerPlace,
  mask: Uint8Array,
  batch: number,
): SparseEntries | null {
  const { fanIn, units } = layer
  const { sparse, inputs, panels } = place
  let alive = 0
  for (const kept of mask) alive += kept
  const filled = batch / (Math.ceil(batch / columnImages) * columnImages)
  if (!sparse || alive > layer.weights * sparseDensity * filled) return null
  const inputPlaces = place.inputPlaces()
  const publicInputs = new Int32Array(inputs).fill(-1)
  inputPlaces.forEach((padded, input) => (publicInputs[padded] = input))
  const weights = new Int32Array(sparse.capacity).fill(-1)
  const offsets = new Uint32Array(sparse.capacity)
  const starts = new Uint32Array(sparse.blocks * panels * 8 + 1)
  let count = 0
  for (let block = 0, row = 0; block < sparse.blocks; block++) {
    const end = Math.min((block + 1) * blockInputs, inputs)
    for (let unit = 0; unit < panels * 8; unit++, row++) {
      starts[row] = count
      for (let padded = block * blockInputs; unit < units && padded < end; padded++) {
        const input = publicInputs[padded] ?? -1
        if (input < 0 || mask[unit * fanIn + input] !== 1) continue
        weights[count] = unit * fanIn + input
        offsets[count++] = padded * columnImages * 4
      }
      count = Math.ceil(count / 4) * 4
    }
  }
  starts[starts.length - 1] = count
  return { count, weights: weights.subarray(0, count), offsets: offsets.subarray(0, count), starts }
}

/** A layer's weights from their public order into its entries, padding 0. */
export function packEntries(entries: SparseEntries, source: ArrayLike<number>, target: Float32Array): void {
  for (let entry = 0; entry < entries.count; entry++) {
    const weight = entries.weights[entry] ?? -1
    target[entry] = weight < 0 ? 0 : (source[weight] ?? 0)
  }
}

/** The way back; what has no entry is 0. */
export function unpackEntries(entries: SparseEntries, source: Float32Array, weights: number): Float32Array {
  const target = new Float32Array(weights)
  for (let entry = 0; entry < entries.count; entry++) {
    const weight = entries.weights[entry] ?? -1
    if (weight >= 0) target[weight] = source[entry] ?? 0
  }
  return target
}
