import type { LayerPlan } from '../networks.ts'
import { createBitMatrix, setBit, type BitMatrix } from './bit-matrix.ts'

/** A layer as its units' sets of kept incoming connections, by sign (methods.md, "NED, NNSTD, NNSTD±"). */
export interface SignedLayer {
  name: string
  units: number
  inputs: number
  inputOrder: LayerPlan['inputOrder']
  /** (unit, input): G⁺ */
  positive: BitMatrix
  /** (unit, input): G⁻ */
  negative: BitMatrix
}

export interface SignedNetwork {
  layers: SignedLayer[]
}

/**
 * A ticket's network.
 * @param masks per layer, 0 or 1 for each weight @param surviving per layer, the kept weights in mask order; a weight of
 * exactly 0 counts as positive
 */
export function buildSignedNetwork(
  plans: readonly LayerPlan[],
  masks: readonly Uint8Array[],
  surviving: readonly Float32Array[],
): SignedNetwork {
  return {
    layers: plans.map((plan, index) => {
      const positive = createBitMatrix(plan.units, plan.fanIn)
      const negative = createBitMatrix(plan.units, plan.fanIn)
      const mask = masks[index] ?? new Uint8Array()
      const weights = surviving[index] ?? new Float32Array()
      let next = 0
      for (let unit = 0, place = 0; unit < plan.units; unit++) {
        for (let input = 0; input < plan.fanIn; input++, place++) {
          if (mask[place] === 1) setBit((weights[next++] ?? 0) < 0 ? negative : positive, unit, input)
        }
      }
      return { name: plan.name, units: plan.units, inputs: plan.fanIn, inputOrder: plan.inputOrder, positive, negative }
    }),
  }
}
