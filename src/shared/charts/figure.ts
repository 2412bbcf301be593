import type { Drawing } from './drawing.ts'

/** A value as a table shows and exports it; null is an undefined number. */
export type TableValue = string | number | null

/** What a figure or table shows, as plain values in full precision. */
export interface DataTable {
  columns: readonly string[]
  rows: readonly (readonly TableValue[])[]
}

/** A figure of the paper, made from a study. */
export interface Figure {
  /** As in the paper: `1`, `2a`, `A.5`. */
  number: string
  title: string
  caption: string
  drawing: Drawing
  data: DataTable
}
