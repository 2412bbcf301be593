/** A value as a table shows and exports it; null is an undefined number. */
export type Value = string | number | null

/** What a table or chart shows, as plain values; also what a screen reader gets instead of a chart. */
export interface DataTable {
  columns: readonly string[]
  rows: readonly (readonly Value[])[]
}

/** Whole numbers as they are, others to four significant digits: what a table in print can carry. */
export function roundForPrint(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)))
}
