/** A drawing as plain shapes, in pixels: painted on a canvas in the window, written as SVG for export. */
export interface Drawing {
  width: number
  height: number
  shapes: readonly Shape[]
}

export type Shape = RectShape | TextShape | LineShape | CellsShape | KernelsShape

export interface RectShape {
  kind: 'rect'
  x: number
  y: number
  width: number
  height: number
  fill?: string
  stroke?: string
  /** Width of the stroke; default 1. */
  strokeWidth?: number
}

export interface TextShape {
  kind: 'text'
  /** Where the text is anchored by `align`; y is its baseline. */
  x: number
  y: number
  text: string
  fill: string
  /** Pixels. */
  size: number
  align?: 'start' | 'middle' | 'end'
  bold?: boolean
}

export interface LineShape {
  kind: 'line'
  /** x, y of each corner. */
  points: readonly number[]
  stroke: string
  strokeWidth: number
}

/** Rows of equal cells, each in one of a few colours. */
export interface CellsShape {
  kind: 'cells'
  x: number
  y: number
  /** Pixels to a side. */
  size: number
  columns: number
  /** `#rrggbb` */
  colours: readonly string[]
  /** (row, column): a place in `colours`; `noCell` leaves it empty. */
  levels: Uint8Array
}

/** What stands in `CellsShape.levels` where nothing is drawn. */
export const noCell = 255

/** Signed 3×3 kernels, all of one size. */
export interface KernelsShape {
  kind: 'kernels'
  /** (kernel): left upper corners. */
  xs: Float32Array
  ys: Float32Array
  /** Pixels to a cell's side. */
  cell: number
  /** (kernel, position): −1, 0 or 1. */
  signs: Int8Array
  colours: KernelColours
}

export interface KernelColours {
  positive: string
  negative: string
  pruned: string
  /** Around each kernel. */
  edge: string
}
