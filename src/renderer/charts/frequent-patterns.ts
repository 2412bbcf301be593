import type { PatternEnrichment } from '../../shared/comparison.ts'
import type { DataTable } from '../ui/export/data-table.ts'
import type { Drawing, KernelColours, Shape } from './drawing/drawing.ts'
import type { Palette } from './palette.ts'
import { shorten, type NamedGroup } from './position-maps.ts'

/** How many kept weights a figure is about, with its number in the paper. */
export const patternFigures: readonly { kept: number; figure: string }[] = [
  { kept: 3, figure: 'fig. 5' },
  { kept: 4, figure: 'fig. 6' },
  { kept: 2, figure: 'fig. A.5' },
  { kept: 5, figure: 'fig. A.6' },
  { kept: 6, figure: 'fig. A.7' },
  { kept: 7, figure: 'fig. A.8' },
]

const nameWidth = 112
const cell = 9
const pitch = 40
const rowHeight = 56

const signs: Record<string, number> = { '+': 1, '-': -1 }

/** `+`, `-`, `.` as signs. */
export function readPatterns(patterns: readonly string[]): Int8Array {
  return Int8Array.from(patterns.join(''), (sign) => signs[sign] ?? 0)
}

/** Each group's most frequent kernels of `kept` weights, with how often they occur. */
export function buildFrequentDrawing(
  groups: readonly NamedGroup[],
  kept: number,
  colours: KernelColours,
  palette: Palette,
): Drawing {
  const shapes = groups.flatMap(([name, { frequentPatterns }], place): Shape[] => {
    const y = place * rowHeight
    const list = frequentPatterns[String(kept)] ?? []
    const xs = Float32Array.from(list, (_, index) => nameWidth + index * pitch)
    return [
      { kind: 'text', x: 2, y: y + 33, text: shorten(name, 18), size: 11, fill: palette.text, bold: true },
      ...list.map(({ count }, index): Shape => {
        const x = nameWidth + index * pitch + 1.5 * cell
        return { kind: 'text', x, y: y + 12, text: String(count), size: 11, align: 'middle', fill: palette.text }
      }),
      {
        kind: 'kernels',
        ...{ xs, cell, colours },
        ys: new Float32Array(list.length).fill(y + 17),
        signs: readPatterns(list.map(({ pattern }) => pattern)),
      },
      ...(list.length > 0
        ? []
        : [{ kind: 'text', x: nameWidth, y: y + 33, text: 'none', size: 11, fill: palette.quiet } as const]),
    ]
  })
  return { width: nameWidth + 9 * pitch, height: groups.length * rowHeight, shapes }
}

export function tabulateFrequent(
  groups: readonly NamedGroup[],
  kept: number,
  enrichment: Record<string, readonly PatternEnrichment[]>,
): DataTable {
  return {
    columns: ['group', 'pattern', 'count', 'random count', 'log₂ ratio', 'low', 'high'],
    rows: groups.flatMap(([name, { frequentPatterns }]) =>
      (frequentPatterns[String(kept)] ?? []).map(({ pattern, count }) => {
        const enriched = enrichment[name]?.find((one) => one.pattern === pattern)
        const [low = null, high = null] = enriched?.interval ?? []
        return [name, pattern, count, enriched?.randomCount ?? null, enriched?.log2Ratio ?? null, low, high]
      }),
    ),
  }
}

export function summariseFrequent(groups: readonly NamedGroup[], kept: number): string {
  const parts = groups.map(([name, { frequentPatterns }]) => {
    const [first] = frequentPatterns[String(kept)] ?? []
    return `${name} ${first ? `${first.pattern} (${first.count})` : 'none'}`
  })
  return `Most frequent: ${parts.join(', ')}.`
}
