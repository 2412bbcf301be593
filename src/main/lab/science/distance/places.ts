import type { BitMatrix } from './bit-matrix.ts'
import type { SignedLayer } from './network.ts'

/** How the places of two matched units agree; one entry for each unit of the first network. */
export interface PlaceCounts {
  /** Kept in both, with the same sign. */
  shared: Int32Array
  /** Kept in the first alone. */
  onlyFirst: Int32Array
  /** Kept in the second alone. */
  onlySecond: Int32Array
  /** Kept in both, with opposite signs. */
  flipped: Int32Array
}

/**
 * Compares matched units place by place: shared + onlyFirst + onlySecond + flipped = places kept in either.
 * @param second the layer as it was compared, its inputs already reordered
 * @param assignment for each unit of the first, the unit of the second
 */
export function countPlaces(first: SignedLayer, second: SignedLayer, assignment: Int32Array): PlaceCounts {
  const shared = new Int32Array(first.units)
  const onlyFirst = new Int32Array(first.units)
  const onlySecond = new Int32Array(first.units)
  const flipped = new Int32Array(first.units)
  const { words } = first.positive
  assignment.forEach((other, unit) => {
    for (let word = 0; word < words; word++) {
      const plusA = first.positive.bits[unit * words + word] ?? 0
      const minusA = first.negative.bits[unit * words + word] ?? 0
      const plusB = second.positive.bits[other * words + word] ?? 0
      const minusB = second.negative.bits[other * words + word] ?? 0
      add(shared, unit, (plusA & plusB) | (minusA & minusB))
      add(flipped, unit, (plusA & minusB) | (minusA & plusB))
      add(onlyFirst, unit, (plusA | minusA) & ~(plusB | minusB))
      add(onlySecond, unit, (plusB | minusB) & ~(plusA | minusA))
    }
  })
  return { shared, onlyFirst, onlySecond, flipped }
}

/**
 * Signs of a layer's weights.
 * @param units which units, in which order
 * @returns (unit, input): −1, 0 (pruned) or 1
 */
export function readSigns(layer: SignedLayer, units: ArrayLike<number>): Int8Array {
  const signs = new Int8Array(units.length * layer.inputs)
  for (let row = 0, place = 0; row < units.length; row++) {
    const unit = units[row] ?? 0
    for (let input = 0; input < layer.inputs; input++, place++) {
      signs[place] = bitAt(layer.positive, unit, input) - bitAt(layer.negative, unit, input)
    }
  }
  return signs
}

function bitAt(matrix: BitMatrix, row: number, column: number): number {
  return ((matrix.bits[row * matrix.words + (column >>> 5)] ?? 0) >>> (column & 31)) & 1
}

/** Adds the ones of a 32-bit word. */
function add(counts: Int32Array, unit: number, word: number): void {
  let left = word - ((word >>> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  counts[unit] = (counts[unit] ?? 0) + (Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)
}
