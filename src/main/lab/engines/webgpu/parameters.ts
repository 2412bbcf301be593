import type { LayerPlan } from '../../science/networks.ts'

// On the device a layer's parameters lie in one line: its weights, then its biases. A dense layer's weights keep their order
// (unit, input); a convolution's lie as (row, col, channel, filter), so that neighbours in memory are neighbouring filters.

/** Weights and biases of a layer. */
export const countParameters = (layer: LayerPlan): number => layer.weights + layer.units

/** Length of a trial's line, so that four values can be read at once from each line's start. */
export const parameterStride = (layer: LayerPlan): number => Math.ceil(countParameters(layer) / 4) * 4

/** 32-bit words of a trial's mask, a bit for each parameter. */
export const maskStride = (layer: LayerPlan): number => Math.ceil(countParameters(layer) / 32)

/** Calls back with each weight's index in the plan's order and on the device. */
function eachWeight({ kind, units, fanIn }: LayerPlan, visit: (plan: number, device: number) => void): void {
  if (kind !== 'conv') {
    for (let index = 0; index < units * fanIn; index++) visit(index, index)
    return
  }
  const channels = fanIn / 9
  for (let filter = 0; filter < units; filter++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let tap = 0; tap < 9; tap++) {
        visit((filter * channels + channel) * 9 + tap, (tap * channels + channel) * units + filter)
      }
    }
  }
}

/** A trial's line. */
export function packParameters(layer: LayerPlan, weights: Float32Array, biases: Float32Array): Float32Array {
  const line = new Float32Array(parameterStride(layer))
  if (layer.kind === 'conv') eachWeight(layer, (plan, device) => (line[device] = weights[plan] ?? 0))
  else line.set(weights)
  line.set(biases, layer.weights)
  return line
}

/** Weights and biases from a trial's line. */
export function unpackParameters(
  layer: LayerPlan,
  line: Float32Array,
): { weights: Float32Array; biases: Float32Array } {
  const biases = line.slice(layer.weights, layer.weights + layer.units)
  if (layer.kind !== 'conv') return { weights: line.subarray(0, layer.weights), biases }
  const weights = new Float32Array(layer.weights)
  eachWeight(layer, (plan, device) => (weights[plan] = line[device] ?? 0))
  return { weights, biases }
}

/** A trial's mask as bits; biases are never pruned. */
export function packMaskLine(layer: LayerPlan, mask: Uint8Array): Uint32Array {
  const words = new Uint32Array(maskStride(layer))
  const keep = (index: number): void => {
    words[index >>> 5] = (words[index >>> 5] ?? 0) | (1 << (index & 31))
  }
  eachWeight(layer, (plan, device) => {
    if (mask[plan] === 1) keep(device)
  })
  for (let unit = 0; unit < layer.units; unit++) keep(layer.weights + unit)
  return words
}
