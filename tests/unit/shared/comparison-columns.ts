import type { DistanceColumns } from '../../../src/shared/comparison.ts'
import type { ConditionRow, Metric } from '../../../src/shared/results.ts'

const ticket = (kind: 'winning' | 'random', dataset: string, trial: number) => ({
  ...{ id: `${dataset}-${trial}-${kind}`, kind, dataset, trial, round: 6, accuracy: 0.7 },
})

/** Two trials of "fashion" and one of "digits": three winning pairs' worth of conditions, small enough to count by hand. */
export const columns: DistanceColumns = {
  alignment: 'propagate',
  signs: 'initial',
  positiveWeight: 0.5,
  tickets: [
    ticket('winning', 'fashion', 1),
    ticket('winning', 'fashion', 2),
    ticket('random', 'fashion', 1),
    ticket('random', 'fashion', 2),
    ticket('winning', 'digits', 1),
  ],
  conditions: ['winning fashion', 'mixed fashion', 'random', 'between fashion digits'],
  layers: ['overall', 'conv1'],
  first: Uint32Array.of(0, 0, 1, 2, 0, 1),
  second: Uint32Array.of(1, 3, 2, 3, 4, 4),
  condition: Uint16Array.of(0, 1, 1, 2, 3, 3),
  values: {
    nnstd: Float64Array.of(0.4, 0.5, 0.52, 0.6, 0.44, 0.48, 0.1, 0.2, 0.22, 0.3, 0.14, 0.18),
    'nnstd-signed': Float64Array.of(0.7, 0.8, 0.82, 0.9, 0.74, 0.78, 0.4, 0.5, 0.52, 0.6, 0.44, 0.48),
  },
}

export function row(
  metric: Metric,
  layer: string,
  condition: string,
  mean: number | null,
  sd: number | null,
): ConditionRow {
  return {
    ...{ metric, layer, condition, mean, sd, n: 2 },
    ...{ meanDifference: null, t: null, df: null, p: null, pHolm: null, pPermutation: null },
    ...{ cohensD: null, effect: null, meanDifferenceInterval: null, cohensDInterval: null },
  }
}
