import type { ConditionRow } from '../../../shared/results.ts'
import { metricNames } from '../../charts/conditions.ts'
import type { DataTable } from '../../ui/export/data-table.ts'
import { formatInterval, formatNumber, formatProbability } from '../../ui/format.ts'

export interface ConditionColumn {
  heading: string
  /** What the heading's sign stands for. */
  title: string
  isNumber: boolean
  text: (row: ConditionRow) => string
}

/** The rows of one layer as plain values, for export; intervals in two columns. */
export function tabulateStatistics(table: readonly ConditionRow[], layer: string): DataTable {
  const rows = table
    .filter((row) => row.layer === layer)
    .map((row) => [
      ...[metricNames[row.metric], row.condition, row.n, row.mean, row.sd, row.meanDifference, row.t, row.df],
      ...[row.p, row.pHolm, row.pPermutation, row.cohensD],
      ...(row.cohensDInterval ?? [null, null]),
      row.effect,
    ])
  const tests = ['t', 'df', 'p', 'p Holm', 'p permutation', 'd', 'd low', 'd high', 'effect']
  return { columns: ['metric', 'condition', 'n', 'mean', 'SD', 'Δ mean', ...tests], rows }
}

const number = (heading: string, title: string, text: ConditionColumn['text']): ConditionColumn => ({
  heading,
  title,
  isNumber: true,
  text,
})

/** The columns behind the condition's name. Everything is against the control, `random`. */
export const conditionColumns: readonly ConditionColumn[] = [
  number('n', 'Pairs of tickets', (row) => String(row.n)),
  number('mean', 'Mean distance', (row) => formatNumber(row.mean, 4)),
  number('SD', 'Standard deviation of the distances', (row) => formatNumber(row.sd, 4)),
  number('Δ mean', 'Mean minus the mean of random', (row) => formatNumber(row.meanDifference, 4)),
  number('t', 'Welch’s t', (row) => formatNumber(row.t, 2)),
  number('df', 'Degrees of freedom', (row) => formatNumber(row.df, 1)),
  number('p', 'Welch’s p, two-sided', (row) => formatProbability(row.p)),
  number('p Holm', 'Welch’s p with Holm’s correction over the conditions', (row) => formatProbability(row.pHolm)),
  number('p permutation', 'Shuffling the labels of tickets', (row) => formatProbability(row.pPermutation)),
  number('d [95 % interval]', 'Cohen’s d with its ticket-level bootstrap interval', (row) =>
    `${formatNumber(row.cohensD, 2)} ${formatInterval(row.cohensDInterval, 2)}`.trim(),
  ),
  { heading: 'effect', title: 'Size of |d|', isNumber: false, text: (row) => row.effect ?? '–' },
]
