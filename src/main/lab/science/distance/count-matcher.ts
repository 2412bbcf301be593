import type { Metric } from '../../../../shared/results.ts'
import { instantiateKernels } from './distance-exports.ts'
import { matchOverlaps, planMatch, putSizes, type LayerMatch, type UnitSizes } from './layer-match.ts'
import { firstFree, growTo } from './memory-plan.ts'

/** Whose overlaps: of the joint sets for NNSTD, of the positive and the negative ones for NNSTD±. */
export type OverlapKind = 'joint' | 'positive' | 'negative'

/** Matches the units of two layers whose overlaps were counted elsewhere. Not to be shared between threads. */
export interface CountMatcher {
  /**
   * The assignment of least cost, the same as a DistanceKernel's to the last bit.
   * @param fill writes the overlaps of one kind, (unit of a, unit of b), int32
   * @param positiveWeight w₊ of NED±
   */
  match(
    metric: Metric,
    a: UnitSizes,
    b: UnitSizes,
    fill: (kind: OverlapKind, overlaps: Int32Array) => void,
    positiveWeight: number,
  ): LayerMatch
}

/** @param module compiled from science/distance/assembly */
export function openCountMatcher(module: WebAssembly.Module): CountMatcher {
  const { memory, kernels } = instantiateKernels(module)
  return {
    match(metric, a, b, fill, positiveWeight) {
      const units = a.positive.length
      const { reserve, end } = firstFree()
      const place = planMatch(units, reserve)
      growTo(memory, end())
      putSizes(memory, place, a, b)
      const overlaps = (at: number): Int32Array => new Int32Array(memory.buffer, at, units * units)
      fill(metric === 'nnstd' ? 'joint' : 'positive', overlaps(place.plus))
      if (metric === 'nnstd-signed') fill('negative', overlaps(place.minus))
      return matchOverlaps(kernels, memory, place, metric, positiveWeight)
    },
  }
}
