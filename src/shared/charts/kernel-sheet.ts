import type { KernelColours, KernelsShape } from './drawing.ts'

/** Pixels between two kernels of a filter, between two filters, and to the edge of a sheet. */
const kernelGap = 3
const filterGap = 10
const edge = 2

export interface SheetLayout {
  /** Pixels to a cell's side. */
  cell: number
  /** Filters beside each other. */
  perRow: number
  /** Kernels of a filter beside each other. */
  kernelsPerRow: number
  width: number
  height: number
}

/** As many a row as give as few rows as `most` a row would, filled alike: 16 in rows of at most 5 are 4 × 4. */
function evenRow(count: number, most: number): number {
  const rows = Math.ceil(count / Math.max(1, most))
  return Math.max(1, Math.ceil(count / Math.max(1, rows)))
}

/** Fits filters of so many channels into a width: each filter is a block of its kernels, read row by row. */
export function planSheet(filters: number, channels: number, available: number, cell: number): SheetLayout {
  const pitch = 3 * cell + kernelGap
  const kernelsPerRow = evenRow(channels, Math.floor((available - edge) / pitch))
  const blockWidth = kernelsPerRow * pitch - kernelGap + filterGap
  const blockHeight = Math.ceil(channels / kernelsPerRow) * pitch - kernelGap + filterGap
  const perRow = evenRow(filters, Math.floor((available + filterGap - 2 * edge) / blockWidth))
  return {
    ...{ cell, perRow, kernelsPerRow },
    width: perRow * blockWidth - filterGap + 2 * edge,
    height: Math.ceil(filters / perRow) * blockHeight - filterGap + 2 * edge,
  }
}

/**
 * Every kernel of a ticket's convolution.
 * @param signs (filter, channel, row, col): −1, 0 or 1 @param at left upper corner of the sheet
 */
export function drawSheet(
  signs: Int8Array,
  channels: number,
  { cell, perRow, kernelsPerRow }: SheetLayout,
  at: { x: number; y: number },
  colours: KernelColours,
): KernelsShape {
  const count = signs.length / 9
  const pitch = 3 * cell + kernelGap
  const blockWidth = kernelsPerRow * pitch - kernelGap + filterGap
  const blockHeight = Math.ceil(channels / kernelsPerRow) * pitch - kernelGap + filterGap
  const xs = new Float32Array(count)
  const ys = new Float32Array(count)
  for (let kernel = 0; kernel < count; kernel++) {
    const filter = Math.floor(kernel / channels)
    const channel = kernel % channels
    xs[kernel] = at.x + edge + (filter % perRow) * blockWidth + (channel % kernelsPerRow) * pitch
    ys[kernel] = at.y + edge + Math.floor(filter / perRow) * blockHeight + Math.floor(channel / kernelsPerRow) * pitch
  }
  return { kind: 'kernels', xs, ys, cell, signs, colours }
}

const signsOf: Record<string, number> = { '+': 1, '-': -1 }

/** `+`, `-`, `.` as signs. */
export function readPatterns(patterns: readonly string[]): Int8Array {
  return Int8Array.from(patterns.join(''), (sign) => signsOf[sign] ?? 0)
}
