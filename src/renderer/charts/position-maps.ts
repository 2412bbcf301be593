import type { PatternGroup } from '../../shared/results.ts'
import type { DataTable } from '../ui/export/data-table.ts'
import { scaleColour } from './colour-scale.ts'
import type { Drawing, Shape } from './drawing/drawing.ts'
import type { Palette } from './palette.ts'

/** A group of tickets by its name. */
export type NamedGroup = readonly [name: string, group: PatternGroup]

const nameWidth = 128
const gap = 12
const textSize = 11

/** What the nine maps of figs. 3 and 4 count. */
export type Together = 'positiveGivenPositive' | 'negativeGivenPositive'

/** Fig. 2b: kept weights at each position of the filter, a row of channels for each group, each group on its own scale. */
export function buildPositionDrawing(groups: readonly NamedGroup[], palette: Palette): Drawing {
  const channels = Math.max(0, ...groups.map(([, group]) => group.weightsPerPosition.counts.length))
  const perRow = Math.min(channels, 16)
  const cell = channels <= 4 ? 24 : 8
  const pitch = 3 * cell + gap
  const height = Math.ceil(channels / Math.max(1, perRow)) * pitch + 6
  const shapes = groups.flatMap(([name, { weightsPerPosition }], place): Shape[] => {
    const y = place * height
    const range = rangeOf(weightsPerPosition.counts.flat(2))
    return [
      ...drawName(name, range, y, palette),
      ...weightsPerPosition.counts.flatMap((counts, channel) =>
        drawMap(counts.flat(), range, {
          x: nameWidth + (channel % perRow) * pitch,
          y: y + Math.floor(channel / perRow) * pitch,
          cell,
          isNumbered: cell > 20,
        }),
      ),
    ]
  })
  return { width: nameWidth + perRow * pitch, height: groups.length * height, shapes }
}

/** Figs. 3 and 4: for each reference position (framed) how often each other position is positive, or negative. */
export function buildTogetherDrawing(
  groups: readonly NamedGroup[],
  which: Together,
  width: number,
  palette: Palette,
): Drawing {
  const cell = 11
  const pitch = 3 * cell + 8
  const blockHeight = 3 * pitch + 22
  const blockWidth = 3 * pitch + 16
  const perRow = Math.max(1, Math.min(groups.length, Math.floor((width + 16) / blockWidth)))
  const rowHeight = blockHeight + 14
  const shapes = groups.flatMap(([name, group], place): Shape[] => {
    const x = (place % perRow) * blockWidth
    const y = Math.floor(place / perRow) * rowHeight
    const others = group[which].flatMap((counts, reference) => counts.filter((_, position) => position !== reference))
    const range = rangeOf(others)
    return [
      { kind: 'text', x, y: y + 11, text: shorten(name, 20), size: textSize, fill: palette.text, bold: true },
      ...group[which].flatMap((counts, reference): Shape[] => {
        const at = {
          x: x + (reference % 3) * pitch,
          y: y + 18 + Math.floor(reference / 3) * pitch,
          cell,
          isNumbered: false,
        }
        const frame = { x: at.x + (reference % 3) * cell, y: at.y + Math.floor(reference / 3) * cell }
        return [
          ...drawMap(counts, range, at),
          {
            kind: 'rect',
            ...frame,
            width: cell,
            height: cell,
            fill: which === 'positiveGivenPositive' ? '#d7261e' : '#ffffff',
            stroke: palette.text,
          },
        ]
      }),
      { kind: 'text', x, y: y + blockHeight - 2, text: describeRange(range), size: 10, fill: palette.quiet },
    ]
  })
  return { width: perRow * blockWidth, height: Math.ceil(groups.length / perRow) * rowHeight, shapes }
}

function drawName(name: string, range: Range, y: number, palette: Palette): Shape[] {
  return [
    { kind: 'text', x: 2, y: y + 14, text: shorten(name, 21), size: textSize, fill: palette.text, bold: true },
    { kind: 'text', x: 2, y: y + 29, text: describeRange(range), size: 10, fill: palette.quiet },
  ]
}

interface Range {
  low: number
  high: number
}

function rangeOf(values: readonly number[]): Range {
  return values.length === 0 ? { low: 0, high: 0 } : { low: Math.min(...values), high: Math.max(...values) }
}

const describeRange = ({ low, high }: Range): string => `dark ${low}, bright ${high}`

function drawMap(
  counts: readonly number[],
  { low, high }: Range,
  { x, y, cell, isNumbered }: { x: number; y: number; cell: number; isNumbered: boolean },
): Shape[] {
  return counts.flatMap((count, position): Shape[] => {
    const share = high === low ? 0.5 : (count - low) / (high - low)
    const at = { x: x + (position % 3) * cell, y: y + Math.floor(position / 3) * cell }
    const fill = scaleColour(share)
    const square: Shape = { kind: 'rect', ...at, width: cell, height: cell, fill }
    if (!isNumbered) return [square]
    const text = {
      x: at.x + cell / 2,
      y: at.y + cell / 2 + 3.5,
      text: String(count),
      size: 10,
      align: 'middle',
    } as const
    return [square, { kind: 'text', ...text, fill: share > 0.55 ? '#111111' : '#ffffff' }]
  })
}

export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

export function tabulatePositions(groups: readonly NamedGroup[]): DataTable {
  return {
    columns: ['group', 'channel', 'row', 'column', 'kept weights'],
    rows: groups.flatMap(([name, { weightsPerPosition }]) =>
      weightsPerPosition.counts.flatMap((rows, channel) =>
        rows.flatMap((counts, row) => counts.map((count, column) => [name, channel + 1, row + 1, column + 1, count])),
      ),
    ),
  }
}

/** Positions count 1 to 9, row by row. */
export function tabulateTogether(groups: readonly NamedGroup[], which: Together): DataTable {
  return {
    columns: ['group', 'reference position', ...Array.from({ length: 9 }, (_, position) => `position ${position + 1}`)],
    rows: groups.flatMap(([name, group]) => group[which].map((counts, reference) => [name, reference + 1, ...counts])),
  }
}

/** How uneven the positions are, in words. */
export function summarisePositions(groups: readonly NamedGroup[]): string {
  const parts = groups.map(
    ([
      name,
      {
        weightsPerPosition: { mean, sd },
      },
    ]) => {
      return `${name} ${mean.toFixed(1)} ± ${sd === null ? '–' : sd.toFixed(2)}`
    },
  )
  return `Kept weights per position, mean ± SD: ${parts.join(', ')}.`
}

/** Share of pairs of positive weights that touch, in words. */
export function summariseNeighbours(groups: readonly NamedGroup[], sign: 'positive' | 'negative'): string {
  const parts = groups.map(([name, { neighbours }]) => {
    const { percent } = neighbours[sign]
    return `${name} ${percent === null ? '–' : `${percent.toFixed(1)} %`}`
  })
  return `Pairs of ${sign} weights that touch: ${parts.join(', ')}; 33.3 % by chance.`
}
