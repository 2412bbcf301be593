import { roundForPrint, undefinedNumber } from '../numbers.ts'

/** A value as a table shows and exports it; null is an undefined number. */
export type TableValue = string | number | null

/** What a table or chart shows, as plain values in full precision; also what a screen reader gets instead of a chart. */
export interface DataTable {
  columns: readonly string[]
  rows: readonly (readonly TableValue[])[]
}

/** A table with its own way to be read: how its values are written in Markdown, LaTeX and HTML. */
export interface PrintedTable extends DataTable {
  headings: readonly string[]
  /** (row, heading) */
  cells: readonly (readonly string[])[]
  /** (heading): whether it holds numbers, which are set flush right. */
  numeric: readonly boolean[]
}

/** A table of the paper, made from a study. */
export interface PaperTable extends PrintedTable {
  /** As in the paper: `1`, `A.3`. */
  number: string
  title: string
  shows: string
  test?: string
  n?: string
}

/** As the table says, else every column, rounded. */
export function printTable(table: DataTable | PrintedTable): PrintedTable {
  if ('cells' in table) return table
  return {
    ...table,
    headings: table.columns,
    cells: table.rows.map((row) => row.map(printValue)),
    numeric: table.columns.map((_, place) => table.rows.some((row) => typeof row[place] === 'number')),
  }
}

function printValue(value: TableValue): string {
  if (value === null) return undefinedNumber
  return typeof value === 'number' ? roundForPrint(value) : value
}
