import type { BitMatrix } from '../../../src/main/lab/science/distance/bit-matrix.ts'
import type { OverlapKind, SignedLayer } from '../../../src/main/lab/science/distance/index.ts'

/** A unit's kept inputs of one kind. */
function inputsOf(layer: SignedLayer, kind: OverlapKind, unit: number): number[] {
  const read = (matrix: BitMatrix): number[] =>
    Array.from({ length: layer.inputs }, (_, input) => input).filter(
      (input) => (((matrix.bits[unit * matrix.words + (input >>> 5)] ?? 0) >>> (input & 31)) & 1) === 1,
    )
  if (kind === 'joint') return [...read(layer.positive), ...read(layer.negative)]
  return read(layer[kind])
}

/**
 * |a_i ∩ b_j| for every two units, where b's inputs are reordered: block p of the result is b's block order[p].
 * @returns (unit of a, unit of b)
 */
export function countOverlaps(a: SignedLayer, b: SignedLayer, kind: OverlapKind, order: number[] | null): number[] {
  const positions = order ? a.inputs / order.length : 1
  const moved = (input: number): number =>
    order ? order.indexOf(Math.floor(input / positions)) * positions + (input % positions) : input
  const columns = Array.from({ length: b.units }, (_, unit) => new Set(inputsOf(b, kind, unit).map(moved)))
  return Array.from({ length: a.units }, (_, unit) => {
    const row = inputsOf(a, kind, unit)
    return columns.map((column) => row.filter((input) => column.has(input)).length)
  }).flat()
}
