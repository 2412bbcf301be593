/** A drawing as plain shapes, in pixels: painted on a canvas, written as SVG, set as a page of a PDF. */
export interface Drawing {
  width: number
  height: number
  shapes: readonly Shape[]
}

export type Shape = RectShape | TextShape | LineShape | PathShape | CellsShape | KernelsShape

/** What a shape stands for: becomes `data-…` attributes, so that the numbers can be read back. */
export type ShapeData = Readonly<Record<string, string | number | null>>

export interface RectShape {
  kind: 'rect'
  x: number
  y: number
  width: number
  height: number
  fill?: string | undefined
  stroke?: string | undefined
  /** Width of the stroke; default 1. */
  strokeWidth?: number | undefined
  /** 0…1, of the fill; default 1. */
  opacity?: number | undefined
  data?: ShapeData | undefined
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
  align?: 'start' | 'middle' | 'end' | undefined
  bold?: boolean | undefined
  /** Degrees, clockwise, around the anchor. */
  rotate?: number | undefined
}

export interface LineShape {
  kind: 'line'
  /** x, y of each corner. */
  points: readonly number[]
  stroke: string
  strokeWidth: number
}

export interface PathShape {
  kind: 'path'
  /** As SVG writes paths. */
  d: string
  /** a b c d e f: before it is drawn, (x, y) becomes (ax + cy + e, bx + dy + f). */
  transform?: readonly number[] | undefined
  fill?: string | undefined
  stroke?: string | undefined
  /** Width of the stroke; default 1. */
  strokeWidth?: number | undefined
  /** Lengths of dashes and gaps. */
  dash?: readonly number[] | undefined
  /** 0…1, of the fill; default 1. */
  opacity?: number | undefined
  /** 0…1; default 1. */
  strokeOpacity?: number | undefined
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

export function rect(shape: Omit<RectShape, 'kind'>): RectShape {
  return { kind: 'rect', ...shape }
}

export function text(shape: Omit<TextShape, 'kind'>): TextShape {
  return { kind: 'text', ...shape }
}

export function line(stroke: string, strokeWidth: number, ...points: number[]): LineShape {
  return { kind: 'line', points, stroke, strokeWidth }
}

/** Pixels between two lines of a hatch, along an edge. */
const hatchStep = 5

/** A box filled with slanting lines: nothing is known there. */
export function drawHatch(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  { surface, quiet }: { surface: string; quiet: string },
): Shape[] {
  let d = ''
  for (let reach = hatchStep; reach < width + height; reach += hatchStep) {
    const right = Math.min(reach, width)
    const bottom = Math.min(reach, height)
    d += `M${x + reach - bottom} ${y + bottom}L${x + right} ${y + reach - right}`
  }
  return [
    rect({ x, y, width, height, fill: surface }),
    { kind: 'path', d, stroke: quiet, strokeWidth: 1, strokeOpacity: 0.7 },
  ]
}

/** At most so many characters. */
export function shorten(long: string, length: number): string {
  return long.length <= length ? long : `${long.slice(0, length - 1)}…`
}
