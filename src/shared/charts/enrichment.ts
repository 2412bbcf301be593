import type { PatternEnrichment } from '../comparison.ts'
import { inNumber } from '../numbers.ts'
import type { DataTable } from '../tables/table.ts'
import type { Drawing, KernelColours, Shape } from './drawing.ts'
import { readPatterns } from './kernel-sheet.ts'
import type { Palette } from './palette.ts'

const cell = 6
const rowHeight = 26
const axisLeft = 96
const axisWidth = 250
const top = 22
const axisHeight = 36

/** The most enriched patterns, whose interval lies highest. */
export function topEnriched(list: readonly PatternEnrichment[], most: number): PatternEnrichment[] {
  return list
    .filter(({ interval }) => interval !== null)
    .toSorted((a, b) => (b.interval?.[0] ?? 0) - (a.interval?.[0] ?? 0) || b.count - a.count)
    .slice(0, most)
}

/** Patterns with their log₂ ratio to the random tickets and its 95 % interval; the line at 0 is "as often as at random". */
export function buildEnrichmentDrawing(
  list: readonly PatternEnrichment[],
  colours: KernelColours,
  palette: Palette,
): Drawing {
  const ends = list.flatMap(({ interval }) => interval ?? [])
  const low = Math.floor(Math.min(-1, ...ends))
  const high = Math.ceil(Math.max(1, ...ends))
  const toX = (value: number): number => axisLeft + ((value - low) / (high - low)) * axisWidth
  const bottom = top + list.length * rowHeight
  const step = high - low > 8 ? 2 : 1
  const ticks = Array.from({ length: high - low + 1 }, (_, place) => low + place).filter((tick) => tick % step === 0)
  const shapes: Shape[] = [
    { kind: 'text', x: 2, y: 12, text: 'count : at random', size: 10, fill: palette.quiet },
    ...ticks.flatMap((tick): Shape[] => [
      {
        kind: 'line',
        points: [toX(tick), top, toX(tick), bottom],
        stroke: tick === 0 ? palette.text : palette.line,
        strokeWidth: tick === 0 ? 1.5 : 1,
      },
      { kind: 'text', x: toX(tick), y: bottom + 14, text: minus(tick), size: 10, align: 'middle', fill: palette.text },
    ]),
    {
      ...{ kind: 'text', x: axisLeft + axisWidth / 2, y: bottom + 30, size: 11, align: 'middle' },
      text: 'log₂ ratio to the random tickets',
      fill: palette.quiet,
    },
    {
      ...{ kind: 'kernels', cell, colours },
      xs: new Float32Array(list.length).fill(4),
      ys: Float32Array.from(list, (_, row) => top + row * rowHeight + 3),
      signs: readPatterns(list.map(({ pattern }) => pattern)),
    },
    ...list.flatMap(({ count, randomCount, log2Ratio, interval }, row): Shape[] => {
      const y = top + row * rowHeight + rowHeight / 2
      const x = toX(log2Ratio ?? 0)
      const [from, to] = interval ?? [0, 0]
      return [
        { kind: 'text', x: 34, y: y + 4, text: `${count} : ${randomCount}`, size: 11, fill: palette.text },
        { kind: 'line', points: [toX(from), y, toX(to), y], stroke: palette.text, strokeWidth: 1.5 },
        { kind: 'rect', x: x - 3.5, y: y - 3.5, width: 7, height: 7, fill: palette.text },
      ]
    }),
  ]
  return { width: axisLeft + axisWidth + 12, height: bottom + axisHeight, shapes }
}

const minus = (value: number): string => String(value).replace('-', '−')

export function summariseEnrichment(list: readonly PatternEnrichment[]): string {
  const above = list.filter(({ interval }) => interval !== null && interval[0] > 0).length
  const below = list.filter(({ interval }) => interval !== null && interval[1] < 0).length
  return `Of ${list.length} frequent ${inNumber(list.length, 'pattern')}, ${above} ${inNumber(above, 'is', 'are')} more frequent than at random and ${below} less (95 % interval beyond 0).`
}

export function tabulateEnrichment(list: readonly PatternEnrichment[]): DataTable {
  return {
    columns: ['pattern', 'count', 'random count', 'log₂ ratio', 'low', 'high'],
    rows: list.map(({ pattern, count, randomCount, log2Ratio, interval }) => [
      ...[pattern, count, randomCount, log2Ratio],
      ...(interval ?? [null, null]),
    ]),
  }
}
