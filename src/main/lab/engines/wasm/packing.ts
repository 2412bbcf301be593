import type { LayerPlan } from '../../science/networks.ts'
import type { LayerPlace } from './layout.ts'

/** A layer's weights from their public order, (unit, input), into the kernels': (panel, padded input, unit in panel). */
export function packWeights(layer: LayerPlan, place: LayerPlace, source: Float32Array, target: Float32Array): void {
  const { fanIn, units } = layer
  const { inputs } = place
  const inputPlaces = place.inputPlaces()
  target.fill(0, place.weights, place.biases)
  for (let unit = 0; unit < units; unit++) {
    const from = unit * fanIn
    const to = place.weights + (unit >> 3) * inputs * 8 + (unit & 7)
    for (let input = 0; input < fanIn; input++) {
      target[to + (inputPlaces[input] ?? 0) * 8] = source[from + input] ?? 0
    }
  }
}

/** The way back from `packWeights`. */
export function unpackWeights(layer: LayerPlan, place: LayerPlace, source: Float32Array): Float32Array {
  const { fanIn, units } = layer
  const { inputs } = place
  const inputPlaces = place.inputPlaces()
  const target = new Float32Array(units * fanIn)
  for (let unit = 0; unit < units; unit++) {
    const from = place.weights + (unit >> 3) * inputs * 8 + (unit & 7)
    const to = unit * fanIn
    for (let input = 0; input < fanIn; input++) {
      target[to + input] = source[from + (inputPlaces[input] ?? 0) * 8] ?? 0
    }
  }
  return target
}

/** A layer's mask, 0 or 1, in the kernels' order: 0 pruned, 255 kept. Padding counts as pruned. */
export function packMask(layer: LayerPlan, place: LayerPlace, source: Uint8Array, target: Uint8Array): void {
  const { fanIn, units } = layer
  const { inputs } = place
  const inputPlaces = place.inputPlaces()
  target.fill(0, place.weights, place.biases)
  for (let unit = 0; unit < units; unit++) {
    const from = unit * fanIn
    const to = place.weights + (unit >> 3) * inputs * 8 + (unit & 7)
    for (let input = 0; input < fanIn; input++) {
      target[to + (inputPlaces[input] ?? 0) * 8] = source[from + input] === 0 ? 0 : 255
    }
  }
}
