import { metricNames } from '../charts/conditions.ts'
import { formatInterval, formatNumber, formatProbability, undefinedNumber } from '../numbers.ts'
import type { ConditionRow, Metric } from '../results.ts'
import type { PaperTable, TableValue } from './table.ts'

/** A column of the statistics as a reader sees it. */
export interface ConditionColumn {
  heading: string
  /** What the heading's sign stands for. */
  title: string
  isNumber: boolean
  text: (row: ConditionRow) => string
}

const numberColumn = (heading: string, title: string, text: ConditionColumn['text']): ConditionColumn => ({
  heading,
  title,
  isNumber: true,
  text,
})

/** The columns behind the condition's name. Everything is against the control, `random`. */
export const conditionColumns: readonly ConditionColumn[] = [
  numberColumn('n', 'Pairs of tickets', (row) => String(row.n)),
  numberColumn('mean', 'Mean distance', (row) => formatNumber(row.mean, 4)),
  numberColumn('SD', 'Standard deviation of the distances', (row) => formatNumber(row.sd, 4)),
  numberColumn('Δ mean', 'Mean minus the mean of random', (row) => formatNumber(row.meanDifference, 4)),
  numberColumn('t', 'Welch’s t', (row) => formatNumber(row.t, 2)),
  numberColumn('df', 'Degrees of freedom', (row) => formatNumber(row.df, 1)),
  numberColumn('p', 'Welch’s p, two-sided', (row) => formatProbability(row.p)),
  numberColumn('p Holm', 'Welch’s p with Holm’s correction over the conditions', (row) => formatProbability(row.pHolm)),
  numberColumn('p permutation', 'Shuffling the labels of tickets', (row) => formatProbability(row.pPermutation)),
  numberColumn('d [95 % interval]', 'Cohen’s d with its ticket-level bootstrap interval', (row) =>
    `${formatNumber(row.cohensD, 2)} ${formatInterval(row.cohensDInterval, 2)}`.trim(),
  ),
  { heading: 'effect', title: 'Size of |d|', isNumber: false, text: (row) => row.effect ?? undefinedNumber },
]

const columns = [
  ...['metric', 'layer', 'condition', 'n', 'mean', 'sd'],
  ...['mean_difference', 'mean_difference_low', 'mean_difference_high', 't', 'df', 'p', 'p_holm', 'p_permutation'],
  ...['cohens_d', 'cohens_d_low', 'cohens_d_high', 'effect'],
]

function valuesOf(row: ConditionRow): TableValue[] {
  return [
    ...[row.metric, row.layer, row.condition, row.n, row.mean, row.sd, row.meanDifference],
    ...(row.meanDifferenceInterval ?? [null, null]),
    ...[row.t, row.df, row.p, row.pHolm, row.pPermutation, row.cohensD],
    ...(row.cohensDInterval ?? [null, null]),
    row.effect,
  ]
}

const explanation =
  'Each condition is compared with the control condition random: Δ mean is the difference of means, p that of Welch’s t test, and d Cohen’s d with pooled SD. Pairs share tickets, so they are not independent and Welch’s p is too small; p permutation shuffles the labels of tickets, not of pairs, and the interval of d draws tickets anew'

function buildTable(
  head: Pick<PaperTable, 'number' | 'title' | 'shows'>,
  rows: readonly ConditionRow[],
  alpha: number,
  first: { heading: string; text: (row: ConditionRow) => string },
): PaperTable {
  const shown = [first, { heading: 'condition', text: ({ condition }: ConditionRow) => condition }, ...conditionColumns]
  return {
    ...head,
    shows: `${head.shows}. ${explanation}`,
    test: `Welch’s t test, two-sided, α = ${alpha}, with Holm’s correction over the conditions; permutation of ticket labels; 95 % ticket-level bootstrap intervals`,
    columns,
    rows: rows.map(valuesOf),
    headings: shown.map(({ heading }) => heading),
    cells: rows.map((row) => shown.map(({ text }) => text(row))),
    numeric: [false, false, ...conditionColumns.map(({ isNumber }) => isNumber)],
  }
}

/** Table 1: every condition against the control, under both metrics, over the mean of all layers; or of one layer. */
export function buildConditionTable(table: readonly ConditionRow[], alpha: number, layer = 'overall'): PaperTable {
  const of = layer === 'overall' ? 'the mean of all layers' : layer
  return buildTable(
    {
      number: '1',
      title: 'Statistics by condition',
      shows: `The distribution of the distances by NNSTD and NNSTD± in ${of}, for each condition`,
    },
    table.filter((row) => row.layer === layer),
    alpha,
    { heading: 'metric', text: ({ metric }) => metricNames[metric] },
  )
}

/** Tables A.1 and A.2: the same for each layer, under one metric. */
export function buildLayerTable(
  table: readonly ConditionRow[],
  alpha: number,
  number: string,
  metric: Metric,
): PaperTable {
  const name = metricNames[metric]
  return buildTable(
    {
      number,
      title: `${name} statistics of each layer`,
      shows: `The distribution of the ${name} distances, for each layer and condition`,
    },
    table.filter((row) => row.metric === metric && row.layer !== 'overall'),
    alpha,
    { heading: 'layer', text: ({ layer }) => layer },
  )
}
