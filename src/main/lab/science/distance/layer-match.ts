import type { Metric } from '../../../../shared/results.ts'
import type { DistanceExports } from './distance-exports.ts'
import type { SignedLayer } from './network.ts'

/** How one layer's units were matched. */
export interface LayerMatch {
  /** Total cost of the assignment over the number of units. */
  distance: number
  /** For each unit of the first network, the unit of the second. */
  assignment: Int32Array
  /** For each unit of the first network, its NED or NED± to the unit it was matched with. */
  unitDistances: Float64Array
}

/** How many kept inputs each unit of a layer has, by sign. */
export interface UnitSizes {
  /** (unit) */
  positive: Int32Array
  /** (unit) */
  negative: Int32Array
}

export function sizesOf({ positive, negative }: SignedLayer): UnitSizes {
  return { positive: positive.sizes, negative: negative.sizes }
}

export type MatchPlace = ReturnType<typeof planMatch>

/**
 * Where the matching of two layers lies, as byte addresses.
 * @param reserve gives room for so many bytes, one after the other
 */
export function planMatch(units: number, reserve: (bytes: number) => number) {
  return {
    units,
    sizesA: reserve(units * 8), // positive, then negative
    sizesB: reserve(units * 8),
    jointSizesA: reserve(units * 4),
    jointSizesB: reserve(units * 4),
    plus: reserve(units * units * 4), // overlaps of the positive or the joint sets, (unit of a, unit of b), int32
    minus: reserve(units * units * 4), // of the negative ones
    costs: reserve(units * units * 8 + 24),
    assignment: reserve(units * 4),
    workspace: reserve((units + 3) * 144),
  }
}

export function putSizes(memory: WebAssembly.Memory, place: MatchPlace, a: UnitSizes, b: UnitSizes): void {
  const put = ({ positive, negative }: UnitSizes, sizes: number, jointSizes: number): void => {
    const both = new Int32Array(memory.buffer, sizes, 2 * place.units)
    both.set(positive)
    both.set(negative, place.units)
    // G⁺ and G⁻ are disjoint
    const joint = new Int32Array(memory.buffer, jointSizes, place.units)
    joint.set(positive.map((size, unit) => size + (negative[unit] ?? 0)))
  }
  put(a, place.sizesA, place.jointSizesA)
  put(b, place.sizesB, place.jointSizesB)
}

/** The assignment of least cost, from the sizes and overlaps in memory. The overlaps are overwritten. */
export function matchOverlaps(
  kernels: DistanceExports,
  memory: WebAssembly.Memory,
  place: MatchPlace,
  metric: Metric,
  positiveWeight: number,
): LayerMatch {
  const { units, plus, minus, sizesA, sizesB, jointSizesA, jointSizesB, costs } = place
  if (metric === 'nnstd') kernels.editCosts(plus, jointSizesA, jointSizesB, units, units, costs)
  else kernels.signedCosts(plus, minus, sizesA, sizesB, units, units, positiveWeight, costs)
  kernels.assign(costs, units, place.assignment, plus, place.workspace)
  const assignment = new Int32Array(memory.buffer, place.assignment, units).slice()
  const values = new Float64Array(memory.buffer, costs, units * units)
  const unitDistances = Float64Array.from(assignment, (column, row) => values[row * units + column] ?? 0)
  const total = unitDistances.reduce((sum, value) => sum + value, 0)
  return { distance: units === 0 ? 0 : total / units, assignment, unitDistances }
}
