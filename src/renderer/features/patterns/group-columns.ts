import type { NamedGroup } from '../../../shared/charts/pattern-groups.ts'
import type { DataTable, TableValue } from '../../../shared/tables/table.ts'
import { formatNumber } from '../../ui/format.ts'

export interface GroupColumn {
  heading: string
  title: string
  value: (group: NamedGroup[1]) => number | null
  digits: number
}

/** What section 6 of the paper says of a group in numbers. */
export const groupColumns: readonly GroupColumn[] = [
  { heading: 'kernels', title: '3×3 kernels looked at', value: ({ kernels }) => kernels, digits: 0 },
  {
    heading: 'sign ratio',
    title: 'Positive over negative kept weights',
    value: ({ signRatio }) => signRatio,
    digits: 2,
  },
  { heading: 'kept per filter', title: 'Mean', value: ({ weightsPerFilter }) => weightsPerFilter.mean, digits: 2 },
  { heading: 'SD', title: 'Over filters', value: ({ weightsPerFilter }) => weightsPerFilter.sd, digits: 2 },
  {
    heading: 'kept per position',
    title: 'Mean',
    value: ({ weightsPerPosition }) => weightsPerPosition.mean,
    digits: 1,
  },
  { heading: 'SD', title: 'Over positions', value: ({ weightsPerPosition }) => weightsPerPosition.sd, digits: 2 },
  {
    heading: 'neighbours + (%)',
    title: 'Pairs of positive weights that touch; 33.3 by chance',
    value: ({ neighbours }) => neighbours.positive.percent,
    digits: 1,
  },
  {
    heading: 'neighbours − (%)',
    title: 'Pairs of negative weights that touch; 33.3 by chance',
    value: ({ neighbours }) => neighbours.negative.percent,
    digits: 1,
  },
]

export function tabulateGroups(groups: readonly NamedGroup[], tickets: Record<string, number>): DataTable {
  return {
    columns: ['group', 'tickets', ...groupColumns.map(({ heading }) => heading)],
    rows: groups.map(([name, group]): TableValue[] => [
      name,
      tickets[name] ?? null,
      ...groupColumns.map(({ value }) => value(group)),
    ]),
  }
}

export function formatCell({ value, digits }: GroupColumn, group: NamedGroup[1]): string {
  return formatNumber(value(group), digits)
}
