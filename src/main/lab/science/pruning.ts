import { countKept } from './masks.ts'
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

/** Alive weights that each layer loses in the next round. */
export function plannedDrops(
  layers: readonly LayerPlan[],
  masks: readonly Uint8Array[],
  rates: PruningRates,
): number[] {
  return layers.map((layer, index) => {
    const alive = countKept(masks[index] ?? new Uint8Array())
    return alive - keptAfterRound(alive, rates[layer.kind])
  })
}

/** Where pruning cuts a layer: alive weights of smaller magnitude go, and the first `ties` of just this one. */
export interface PruningThreshold {
  magnitude: number
  ties: number
}

/**
 * Where to cut so that the `drop` alive weights of smallest |trained weight| go.
 * @param mask (weight) 0 or 1 @param trained (weight)
 */
function findThreshold(mask: Uint8Array, trained: Float32Array, drop: number): PruningThreshold {
  const magnitudes = new Float32Array(countKept(mask))
  let next = 0
  for (let index = 0; index < mask.length; index++) {
    if (mask[index] === 1) magnitudes[next++] = Math.abs(trained[index] ?? 0)
  }
  magnitudes.sort()
  const magnitude = magnitudes[drop] ?? Infinity // the smallest that may stay
  let below = drop
  while (below > 0 && magnitudes[below - 1] === magnitude) below--
  return { magnitude, ties: drop - below }
}

/** Where to cut each layer. @param drops alive weights that each is to lose */
export function findThresholds(
  masks: readonly Uint8Array[],
  trained: readonly Float32Array[],
  drops: readonly number[],
): PruningThreshold[] {
  return masks.map((mask, index) => findThreshold(mask, trained[index] ?? new Float32Array(), drops[index] ?? 0))
}

/** The mask without the weights below the threshold; of those just at it the lowest indices go. */
function pruneLayer(mask: Uint8Array, trained: Float32Array, { magnitude, ties }: PruningThreshold): Uint8Array {
  const next = mask.slice()
  let left = ties
  for (let index = 0; index < mask.length; index++) {
    if (mask[index] === 0) continue
    const own = Math.abs(trained[index] ?? 0)
    if (own < magnitude || (own === magnitude && left-- > 0)) next[index] = 0
  }
  return next
}

/** One pruning step of every layer. */
export function pruneLayers(
  masks: readonly Uint8Array[],
  trained: readonly Float32Array[],
  thresholds: readonly PruningThreshold[],
): Uint8Array[] {
  return masks.map((mask, index) =>
    pruneLayer(mask, trained[index] ?? new Float32Array(), thresholds[index] ?? { magnitude: 0, ties: 0 }),
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
