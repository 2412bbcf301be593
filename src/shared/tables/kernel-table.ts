import type { EnrichedPatternReport } from '../comparison.ts'
import { describeGroups } from '../charts/pattern-groups.ts'
import { printTable, type PaperTable } from './table.ts'

/** Table A.3: how many 3×3 kernels have 0 … 9 weights left, for each group. */
export function buildKernelTable(report: EnrichedPatternReport): PaperTable {
  const names = Object.keys(report.groups)
  return {
    number: 'A.3',
    title: 'Kernels by kept weights',
    shows: `The number of 3×3 kernels of ${report.layer} with n weights left, for each group`,
    n: describeGroups(report),
    ...printTable({
      columns: ['n', ...names],
      rows: Array.from({ length: 10 }, (_, kept) => [
        kept,
        ...Object.values(report.groups).map(({ kernelsByKeptWeights }) => kernelsByKeptWeights[kept] ?? 0),
      ]),
    }),
  }
}
