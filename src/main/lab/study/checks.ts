import { countKept } from '../science/masks.ts'

/** Bit for bit: −0 differs from 0, and equal NaNs are equal. */
function sameBits(a: Float32Array, b: Float32Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))
}

/**
 * The checks of methods.md that a ticket can pass before it is trained.
 * @param ticket.stored the ticket's weights as read back from its stored form (per layer; weight), 0 where pruned
 * @param ticket.before the masks of the round before, where there is one
 * @param ticket.planned kept weights per layer as the pruning rule says
 */
export function checkBeforeTraining(ticket: {
  masks: Uint8Array[]
  before: Uint8Array[] | undefined
  stored: Float32Array[]
  initial: Float32Array[]
  planned: number[]
}): Record<string, boolean> {
  const { masks, before, stored, initial, planned } = ticket
  const survivors = (weights: readonly Float32Array[], layer: number) =>
    weights[layer]?.filter((_, place) => masks[layer]?.[place] === 1) ?? new Float32Array()
  return {
    survivorsEqualInitial: masks.every((_, layer) => sameBits(survivors(stored, layer), survivors(initial, layer))),
    keptCountsAsPlanned: masks.every((mask, layer) => countKept(mask) === planned[layer]),
    ...(before && {
      masksNested: masks.every((mask, layer) => mask.every((bit, place) => bit <= (before[layer]?.[place] ?? 0))),
    }),
  }
}

/** The checks that need the weights after training (per layer; weight). */
export function checkAfterTraining(
  masks: readonly Uint8Array[],
  initial: readonly Float32Array[],
  trained: readonly Float32Array[],
): Record<string, boolean> {
  return {
    prunedWeightsZero: masks.every((mask, layer) =>
      mask.every((bit, place) => bit === 1 || trained[layer]?.[place] === 0),
    ),
    negativeWeightsMoved: masks.every((mask, layer) => {
      let negative = 0
      for (let place = 0; place < mask.length; place++) {
        const start = initial[layer]?.[place] ?? 0
        if (mask[place] !== 1 || start >= 0) continue
        negative++
        if (trained[layer]?.[place] !== start) return true
      }
      return negative === 0
    }),
  }
}
