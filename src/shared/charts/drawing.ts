/** A drawing as plain shapes, in pixels: written as SVG, and painted on a canvas or a page of a PDF. */
export interface Drawing {
  width: number
  height: number
  shapes: readonly Shape[]
}

export type Shape = RectShape | TextShape | LineShape

/** What a shape stands for: becomes `data-…` attributes, so that the numbers can be read back. */
export type ShapeData = Readonly<Record<string, string | number | null>>

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
  /** 0…1, of the fill; default 1. */
  opacity?: number
  data?: ShapeData
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
  /** Degrees, clockwise, around the anchor. */
  rotate?: number
  data?: ShapeData
}

export interface LineShape {
  kind: 'line'
  /** x, y of each corner. */
  points: readonly number[]
  stroke: string
  strokeWidth: number
  data?: ShapeData
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
