import { z } from 'zod'
import type { Drawing, KernelColours, Shape } from './drawing.ts'

const number = z.number()
const colour = z.string().max(40)
const share = z.number().min(0).max(1)
const data = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))

const kernelColours: z.ZodType<KernelColours> = z.strictObject({
  positive: colour,
  negative: colour,
  pruned: colour,
  edge: colour,
})

const shape: z.ZodType<Shape> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rect'),
    ...{ x: number, y: number, width: number, height: number },
    fill: colour.optional(),
    stroke: colour.optional(),
    strokeWidth: number.optional(),
    opacity: share.optional(),
    data: data.optional(),
  }),
  z.strictObject({
    kind: z.literal('text'),
    ...{ x: number, y: number, text: z.string(), fill: colour, size: number },
    align: z.enum(['start', 'middle', 'end']).optional(),
    bold: z.boolean().optional(),
    rotate: number.optional(),
  }),
  z.strictObject({ kind: z.literal('line'), points: z.array(number), stroke: colour, strokeWidth: number }),
  z.strictObject({
    kind: z.literal('path'),
    d: z.string(),
    transform: z.array(number).length(6).optional(),
    fill: colour.optional(),
    stroke: colour.optional(),
    strokeWidth: number.optional(),
    dash: z.array(number).optional(),
    opacity: share.optional(),
    strokeOpacity: share.optional(),
  }),
  z.strictObject({
    kind: z.literal('cells'),
    ...{ x: number, y: number, size: number, columns: z.int().min(1) },
    colours: z.array(colour),
    levels: z.instanceof(Uint8Array),
  }),
  z.strictObject({
    kind: z.literal('kernels'),
    xs: z.instanceof(Float32Array),
    ys: z.instanceof(Float32Array),
    cell: number,
    signs: z.instanceof(Int8Array),
    colours: kernelColours,
  }),
])

/** A drawing as it comes from another process. Sizes in pixels. */
export const drawingSchema: z.ZodType<Drawing> = z.strictObject({
  width: z.number().min(1).max(20_000),
  height: z.number().min(1).max(20_000),
  shapes: z.array(shape).max(1_000_000),
})
