import { LabError } from '../../../../shared/errors.ts'
import type { Metric, NetworkDistance } from '../../../../shared/results.ts'
import type { Alignment } from '../../../../shared/spec.ts'
import { assign } from './assignment.ts'
import { reorderColumns, type BitMatrix } from './bit-matrix.ts'
import type { SignedLayer, SignedNetwork } from './network.ts'
import type { OverlapKernel } from './overlap-kernel.ts'

export interface DistanceOptions {
  alignment: Alignment
  /** w₊, the weight of the positive half of NED±. */
  positiveWeight: number
}

/** How one layer's units were matched. */
export interface LayerMatch {
  /** Total cost of the assignment over the number of units. */
  distance: number
  /** For each unit of the first network, the unit of the second. */
  assignment: Int32Array
  /** For each unit of the first network, its NED or NED± to the unit it was matched with. */
  unitDistances: Float64Array
  /** The second network's layer as it was compared: its inputs reordered with alignment `propagate`. */
  compared: SignedLayer
}

/**
 * Matches two networks layer by layer (Liu et al. 2020; signed: the paper, section 3). With alignment `propagate` the
 * second network's inputs are reordered by the assignment of the layer before.
 * @throws LabError `network.invalid` when the networks differ in shape
 */
export function matchLayers(
  kernel: OverlapKernel,
  first: SignedNetwork,
  second: SignedNetwork,
  metric: Metric,
  { alignment, positiveWeight }: DistanceOptions,
): LayerMatch[] {
  requireSameShape(first, second)
  let before: Int32Array | null = null
  return first.layers.map((a, index) => {
    const untouched = second.layers[index] ?? a
    const b: SignedLayer = before && alignment === 'propagate' ? reorderInputs(untouched, before) : untouched
    const costs =
      metric === 'nnstd'
        ? normalisedEdits(kernel, joined(a), joined(b))
        : weighted(
            normalisedEdits(kernel, a.positive, b.positive),
            normalisedEdits(kernel, a.negative, b.negative),
            positiveWeight,
          )
    const assignment = assign(costs, a.units)
    before = assignment
    const unitDistances = Float64Array.from(assignment, (column, row) => costs[row * a.units + column] ?? 0)
    const total = unitDistances.reduce((sum, distance) => sum + distance, 0)
    return { distance: a.units === 0 ? 0 : total / a.units, assignment, unitDistances, compared: b }
  })
}

/** NNSTD and NNSTD± of two networks, per layer and their mean, each layer counting the same. */
export function measureDistance(
  kernel: OverlapKernel,
  first: SignedNetwork,
  second: SignedNetwork,
  options: DistanceOptions,
): Record<Metric, NetworkDistance> {
  const measure = (metric: Metric): NetworkDistance => {
    const layers = matchLayers(kernel, first, second, metric, options).map(({ distance }) => distance)
    return { layers, mean: layers.reduce((sum, value) => sum + value, 0) / layers.length }
  }
  return { nnstd: measure('nnstd'), 'nnstd-signed': measure('nnstd-signed') }
}

/** NED of every pair of rows: (|a ∪ b| − |a ∩ b|) / |a ∪ b|, 0 where both are empty. */
function normalisedEdits(kernel: OverlapKernel, a: BitMatrix, b: BitMatrix): Float64Array {
  const both = kernel.overlaps(a, b)
  const distances = new Float64Array(a.rows * b.rows)
  for (let row = 0, place = 0; row < a.rows; row++) {
    const size = a.sizes[row] ?? 0
    for (let column = 0; column < b.rows; column++, place++) {
      const shared = both[place] ?? 0
      const union = size + (b.sizes[column] ?? 0) - shared
      distances[place] = union > 0 ? (union - shared) / union : 0
    }
  }
  return distances
}

function weighted(positive: Float64Array, negative: Float64Array, weight: number): Float64Array {
  const half = weight === 0.5
  for (let place = 0; place < positive.length; place++) {
    const plus = positive[place] ?? 0
    const minus = negative[place] ?? 0
    // ½ (p + n), not ½ p + ½ n: the reference's order of operations, on which ties depend.
    positive[place] = half ? 0.5 * (plus + minus) : weight * plus + (1 - weight) * minus
  }
  return positive
}

/** G⁺ ∪ G⁻; the two are disjoint. */
function joined({ positive, negative }: SignedLayer): BitMatrix {
  return {
    ...positive,
    bits: positive.bits.map((word, index) => word | (negative.bits[index] ?? 0)),
    sizes: positive.sizes.map((size, index) => size + (negative.sizes[index] ?? 0)),
  }
}

function reorderInputs(layer: SignedLayer, order: Int32Array): SignedLayer {
  const positions = layer.inputs / order.length
  return {
    ...layer,
    positive: reorderColumns(layer.positive, order, positions),
    negative: reorderColumns(layer.negative, order, positions),
  }
}

function requireSameShape(first: SignedNetwork, second: SignedNetwork): void {
  if (first.layers.length !== second.layers.length)
    throw new LabError(
      'network.invalid',
      `the networks have ${first.layers.length} and ${second.layers.length} layers; only networks of one shape can be compared`,
    )
  first.layers.forEach((a, index) => {
    const b = second.layers[index] ?? a
    if (a.units !== b.units || a.inputs !== b.inputs)
      throw new LabError(
        'network.invalid',
        `layer ${index + 1} (${a.name}) has ${a.units} units of ${a.inputs} inputs in one network, ${b.units} of ${b.inputs} in the other; only networks of one shape can be compared`,
      )
  })
}
