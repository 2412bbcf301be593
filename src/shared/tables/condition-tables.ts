import type { ConditionRow, Metric } from '../results.ts'
import { decimals, plain, probability, type PaperTable, type ShownColumn } from './table.ts'

const columns = [
  'metric',
  'layer',
  'condition',
  'n',
  'mean',
  'sd',
  'mean_difference',
  'mean_difference_low',
  'mean_difference_high',
  't',
  'df',
  'p',
  'p_holm',
  'p_permutation',
  'cohens_d',
  'cohens_d_low',
  'cohens_d_high',
  'effect',
]

const metricNames: Record<string, string> = { nnstd: 'NNSTD', 'nnstd-signed': 'NNSTD±' }

function show(name: string, heading: string, format: ShownColumn['format']): ShownColumn {
  return { column: columns.indexOf(name), heading, format }
}

const tests = [
  show('n', 'pairs', plain),
  show('mean', 'mean', decimals(4)),
  show('sd', 'SD', decimals(4)),
  show('mean_difference', 'difference', decimals(4)),
  show('p', 'p (Welch)', probability),
  show('p_holm', 'p (Holm)', probability),
  show('p_permutation', 'p (tickets)', probability),
  show('cohens_d', 'd', decimals(2)),
  show('effect', 'effect', plain),
]

const explanation =
  'Each condition is compared with the control condition random: difference of means, two-sided p of a Welch two-sample t test, that p with Holm’s correction over the conditions, and Cohen’s d with pooled SD. Pairs share tickets, so they are not independent and Welch’s p is too small; “p (tickets)” comes from a permutation test that shuffles the labels of tickets.'

/** Table 1: every condition against the control, under both metrics, over the mean of all layers. */
export function buildOverallTable(table: readonly ConditionRow[], alpha: number): PaperTable {
  return {
    number: '1',
    title: 'Distances by condition against random tickets',
    caption: `The distribution of distances computed by NNSTD and NNSTD± for each condition, compared with the control condition random. ${explanation} α = ${alpha}.`,
    columns,
    rows: table.filter(({ layer }) => layer === 'overall').map(valuesOf),
    shown: [show('metric', 'metric', metricName), show('condition', 'condition', plain), ...tests],
  }
}

/** Tables A.1 and A.2: the same for each layer, under one metric. */
export function buildLayerTable(
  table: readonly ConditionRow[],
  alpha: number,
  number: string,
  metric: Metric,
): PaperTable {
  return {
    number,
    title: `${metricNames[metric] ?? ''} distances of each layer by condition against random tickets`,
    caption: `The distribution of ${metricNames[metric] ?? ''} distances for each layer and condition, compared with the control condition random. ${explanation} α = ${alpha}.`,
    columns,
    rows: table.filter((row) => row.metric === metric && row.layer !== 'overall').map(valuesOf),
    shown: [show('layer', 'layer', plain), show('condition', 'condition', plain), ...tests],
  }
}

function metricName(value: string | number | null): string {
  return metricNames[String(value)] ?? plain(value)
}

function valuesOf(row: ConditionRow) {
  return [
    ...[row.metric, row.layer, row.condition, row.n, row.mean, row.sd, row.meanDifference],
    ...(row.meanDifferenceInterval ?? [null, null]),
    ...[row.t, row.df, row.p, row.pHolm, row.pPermutation, row.cohensD],
    ...(row.cohensDInterval ?? [null, null]),
    row.effect,
  ]
}
