import type { DataTable } from '../tables/table.ts'
import type { Drawing, KernelColours } from './drawing.ts'
import type { Palette } from './palette.ts'

/** What a figure is drawn in: the window's colours and width, or those of paper. */
export interface FigureStyle {
  palette: Palette
  kernels: KernelColours
  /** Pixels there are. */
  width: number
}

/** A figure of the paper, made from a study; the same in the window and in the report. */
export interface Figure {
  /** As in the paper: `1`, `2a`, `A.5`. */
  number: string
  /** Its name, and that of its files. */
  title: string
  /** What it shows and how to read it, without the last full stop. */
  shows: string
  /** How many are shown. */
  n: string
  /** What its numbers say, in one line. */
  summary: string
  draw: (style: FigureStyle) => Drawing
  tabulate: () => DataTable
}

/** Pixels: a figure over two columns of a paper. */
export const paperWidth = 720
