import type { PatternReport } from '../results.ts'
import { plain, type PaperTable } from './table.ts'

/** Table A.3: how many 3×3 kernels have 0 … 9 weights left, for each group. */
export function buildKernelTable({ layer, groups }: PatternReport): PaperTable {
  const names = Object.keys(groups)
  const totals = Object.entries(groups).map(([name, { kernels }]) => `${name} ${kernels}`)
  return {
    number: 'A.3',
    title: `Kernels of ${layer} by number of weights left`,
    caption: `The number of 3×3 kernels of ${layer} with n weights left, for each group. Kernels in total: ${totals.join(', ')}.`,
    columns: ['n', ...names],
    rows: Array.from({ length: 10 }, (_, kept) => [
      kept,
      ...Object.values(groups).map(({ kernelsByKeptWeights }) => kernelsByKeptWeights[kept] ?? 0),
    ]),
    shown: ['n', ...names].map((heading, column) => ({ column, heading, format: plain })),
  }
}
