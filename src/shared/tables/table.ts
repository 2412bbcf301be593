import type { DataTable, TableValue } from '../charts/figure.ts'

/** A table of the paper, made from a study: full values for CSV, and how each is written for a reader. */
export interface PaperTable extends DataTable {
  /** As in the paper: `1`, `A.3`. */
  number: string
  title: string
  caption: string
  /** The columns that a reader sees, in order: their place in `columns`, heading, and how a value is written. */
  shown: readonly ShownColumn[]
}

export interface ShownColumn {
  column: number
  heading: string
  format: (value: TableValue) => string
}

/** Rows of text, as Markdown, LaTeX and HTML show them. */
export function shownRows({ rows, shown }: PaperTable): string[][] {
  return rows.map((row) => shown.map(({ column, format }) => format(row[column] ?? null)))
}

/** Undefined numbers are said, not left out. */
const undefinedMark = '–'

export function plain(value: TableValue): string {
  return value === null ? undefinedMark : String(value).replace(/^-/, '−')
}

/** With so many decimals. */
export function decimals(digits: number): (value: TableValue) => string {
  return (value) => (typeof value === 'number' ? value.toFixed(digits).replace(/^-/, '−') : plain(value))
}

/** A p value: four decimals, or a power of ten below. */
export function probability(value: TableValue): string {
  if (typeof value !== 'number') return plain(value)
  if (value === 0) return '< 1e−300'
  return value < 0.0001 ? value.toExponential(1).replace('e-', 'e−') : value.toFixed(4)
}
