import type { LayerPlan } from './networks.ts'
import type { RandomStream } from './streams.ts'

/** Share of a layer's alive weights that a round drops. */
export type PruningRates = Record<LayerPlan['kind'], number>

/** Masks of a dense network: per layer, one 1 per weight. */
export function fullMasks(layers: readonly LayerPlan[]): Uint8Array[] {
  return layers.map((layer) => new Uint8Array(layer.weights).fill(1))
}

/** Alive weights after one more round. */
function keptAfterRound(alive: number, rate: number): number {
  return alive - Math.floor(rate * alive + 0.5)
}

/** Alive weights per layer after `rounds` rounds. */
export function plannedKept(layers: readonly LayerPlan[], rates: PruningRates, rounds: number): number[] {
  return layers.map((layer) => {
    let alive = layer.weights
    for (let round = 0; round < rounds; round++) alive = keptAfterRound(alive, rates[layer.kind])
    return alive
  })
}

/**
 * One pruning step of a layer: drops `floor(rate · alive + 0.5)` of the alive weights, those of smallest |trained
 * weight|, ties to the lowest index.
 * @param mask (weight) 0 or 1 @param trained (weight)
 * @returns the new mask
 */
export function pruneLayer(mask: Uint8Array, trained: Float32Array, rate: number): Uint8Array {
  const alive: number[] = []
  for (let index = 0; index < mask.length; index++) if (mask[index] === 1) alive.push(index)
  const dropped = alive.length - keptAfterRound(alive.length, rate)
  const magnitudes = Float32Array.from(alive, (index) => Math.abs(trained[index] ?? 0))
  const threshold = magnitudes.slice().sort()[dropped] ?? Infinity // the smallest magnitude that may stay
  const next = mask.slice()
  let left = dropped
  alive.forEach((index, place) => {
    if ((magnitudes[place] ?? 0) < threshold) {
      next[index] = 0
      left--
    }
  })
  for (let place = 0; left > 0 && place < alive.length; place++) {
    if (magnitudes[place] !== threshold) continue
    next[alive[place] ?? 0] = 0
    left--
  }
  return next
}

/** One pruning step of every layer. */
export function pruneRound(
  layers: readonly LayerPlan[],
  masks: readonly Uint8Array[],
  trained: readonly Float32Array[],
  rates: PruningRates,
): Uint8Array[] {
  return layers.map((layer, index) =>
    pruneLayer(masks[index] ?? new Uint8Array(), trained[index] ?? new Float32Array(), rates[layer.kind]),
  )
}

/** Masks of a random ticket: in every layer exactly as many kept weights, at uniformly random places. */
export function drawRandomMasks(
  layers: readonly LayerPlan[],
  kept: readonly number[],
  stream: RandomStream,
): Uint8Array[] {
  return layers.map((layer, index) => {
    const mask = new Uint8Array(layer.weights)
    const wanted = kept[index] ?? 0
    // Floyd's sampling: each subset of `wanted` places is equally likely.
    for (let top = layer.weights - wanted; top < layer.weights; top++) {
      const place = stream.below(top + 1)
      mask[mask[place] === 1 ? top : place] = 1
    }
    return mask
  })
}

/** θ₀ ⊙ mask, per layer. */
export function applyMasks(weights: readonly Float32Array[], masks: readonly Uint8Array[]): Float32Array[] {
  return weights.map((layer, index) => {
    const mask = masks[index]
    return layer.map((weight, place) => (mask?.[place] === 1 ? weight : 0))
  })
}

/** Kept weights in mask order, per layer. */
export function survivingWeights(weights: readonly Float32Array[], masks: readonly Uint8Array[]): Float32Array[] {
  return weights.map((layer, index) => layer.filter((_, place) => masks[index]?.[place] === 1))
}

/** Puts surviving weights back at their places; 0 elsewhere. */
export function spreadWeights(surviving: readonly Float32Array[], masks: readonly Uint8Array[]): Float32Array[] {
  return masks.map((mask, index) => {
    const dense = new Float32Array(mask.length)
    let next = 0
    for (let place = 0; place < mask.length; place++) {
      if (mask[place] === 1) dense[place] = surviving[index]?.[next++] ?? 0
    }
    return dense
  })
}
