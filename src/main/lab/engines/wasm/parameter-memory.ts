import { LabError } from '../../../../shared/errors.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import type { Parameters } from '../engine.ts'
import type { NetworkLayout } from './layout.ts'
import { packMask, packWeights, unpackWeights } from './packing.ts'
import { buildEntries, packEntries, unpackEntries, type SparseEntries } from './sparse-entries.ts'

/** Indices of the parameter arrays that hold something, `count` from `start` on; both multiples of 4. */
export interface ParameterRange {
  start: number
  count: number
}

/** The parameter arrays of one network, each layer whole or as its kept weights alone. */
export interface ParameterMemory {
  /** What an optimiser goes over. */
  readonly ranges: readonly ParameterRange[]
  /**
   * Decides each layer's form; all parameters must be packed again. Null: no mask, every layer whole.
   * @param batch images of a usual step
   */
  setMasks(masks: Uint8Array[] | null, batch: number): void
  pack(parameters: Parameters, target: Float32Array): void
  unpack(source: Float32Array): Parameters
}

export function createParameterMemory(
  plan: NetworkPlan,
  layout: NetworkLayout,
  buffer: ArrayBufferLike,
): ParameterMemory {
  const bytes = new Uint8Array(buffer)
  const masks = bytes.subarray(layout.masks, layout.masks + layout.parameters)
  /** Per layer, its kept weights where it is computed by them alone. */
  const entries: (SparseEntries | null)[] = plan.layers.map(() => null)
  const ranges: ParameterRange[] = []

  const setMask = (index: number, mask: Uint8Array | null, batch: number): void => {
    const [layer, place] = [plan.layers[index], layout.layers[index]]
    if (!layer || !place) return
    const biasCount = place.panels * 8
    masks.fill(255, place.biases, place.biases + biasCount)
    const kept = mask && buildEntries(layer, place, mask, batch)
    entries[index] = kept
    bytes[layout.sparseFlags + index] = kept ? 1 : 0
    if (kept && place.sparse) {
      new Uint32Array(buffer, place.sparse.offsets, kept.count).set(kept.offsets)
      new Uint32Array(buffer, place.sparse.starts, kept.starts.length).set(kept.starts)
      for (let entry = 0; entry < kept.count; entry++) {
        masks[place.weights + entry] = (kept.weights[entry] ?? -1) < 0 ? 0 : 255
      }
      ranges.push({ start: place.weights, count: kept.count }, { start: place.biases, count: biasCount })
      return
    }
    if (mask) packMask(layer, place, mask, masks)
    else masks.fill(255, place.weights, place.biases)
    ranges.push({ start: place.weights, count: place.biases + biasCount - place.weights })
  }

  return {
    ranges,
    setMasks(layerMasks, batch) {
      ranges.length = 0
      plan.layers.forEach((layer, index) => {
        const mask = layerMasks?.[index] ?? null
        if (layerMasks && mask?.length !== layer.weights)
          throw new LabError('internal', `${layer.name}: the mask given is not that of this network`)
        setMask(index, mask, batch)
      })
    },
    pack(parameters, target) {
      plan.layers.forEach((layer, index) => {
        const place = layout.layers[index]
        const source = parameters.weights[index]
        const biases = parameters.biases[index]
        if (!place || source?.length !== layer.weights || biases?.length !== layer.units)
          throw new LabError('internal', `${layer.name}: the weights given are not those of this network`)
        const kept = entries[index]
        if (kept) packEntries(kept, source, target.subarray(place.weights))
        else packWeights(layer, place, source, target)
        target.fill(0, place.biases, place.biases + place.panels * 8)
        target.set(biases, place.biases)
      })
    },
    unpack(source) {
      const parameters: Parameters = { weights: [], biases: [] }
      plan.layers.forEach((layer, index) => {
        const place = layout.layers[index]
        if (!place) return
        const kept = entries[index]
        parameters.weights.push(
          kept
            ? unpackEntries(kept, source.subarray(place.weights), layer.weights)
            : unpackWeights(layer, place, source),
        )
        parameters.biases.push(source.slice(place.biases, place.biases + layer.units))
      })
      return parameters
    },
  }
}
