import type { EnrichedPatternReport } from '../comparison.ts'
import { line, rect, shorten, text, type Drawing, type Shape } from './drawing.ts'
import type { Figure, FigureStyle } from './figure.ts'
import { readPatterns } from './kernel-sheet.ts'
import { describeGroups, type NamedGroup } from './pattern-groups.ts'

/** The paper's figures of most frequent kernels, by kept weights. */
export const frequentFigures: readonly { number: string; kept: number }[] = [
  { number: '5', kept: 3 },
  { number: '6', kept: 4 },
  { number: 'A.5', kept: 2 },
  { number: 'A.6', kept: 5 },
  { number: 'A.7', kept: 6 },
  { number: 'A.8', kept: 7 },
]

/** Kernels of a group that are shown. */
const most = 9
const nameWidth = 142
const gap = 14

/** Figures 5, 6 and A.5–A.8: the nine most frequent kernels with `kept` weights left, of each group. */
export function frequentFigure(
  report: EnrichedPatternReport,
  { number, kept }: { number: string; kept: number },
): Figure {
  const groups = Object.entries(report.groups)
  const firsts = groups.map(([name, group]) => {
    const [first] = listOf(group, kept)
    return `${name} ${first ? `${first.pattern} (${first.count})` : 'none'}`
  })
  return {
    number,
    title: `Most frequent kernels of ${kept} weights`,
    shows: `The most frequently encountered patterns with ${kept} weights left in a 3×3 kernel of ${report.layer}. The number of occurrences is printed above the pattern`,
    n: describeGroups(report),
    summary: `Most frequent: ${firsts.join(', ')}.`,
    draw: (style) => drawFrequent(groups, kept, style),
    tabulate: () => ({
      columns: ['group', 'kept', 'rank', 'pattern', 'count', 'random count', 'log₂ ratio', 'low', 'high'],
      rows: groups.flatMap(([name, group]) =>
        listOf(group, kept).map(({ pattern, count }, rank) => {
          const enriched = report.enrichment[name]?.find((one) => one.pattern === pattern)
          const [low = null, high = null] = enriched?.interval ?? []
          const against = [enriched?.randomCount ?? null, enriched?.log2Ratio ?? null, low, high]
          return [name, kept, rank + 1, pattern, count, ...against]
        }),
      ),
    }),
  }
}

function listOf({ frequentPatterns }: NamedGroup[1], kept: number): { pattern: string; count: number }[] {
  return frequentPatterns[String(kept)] ?? []
}

function drawFrequent(groups: readonly NamedGroup[], kept: number, { palette, kernels, width }: FigureStyle): Drawing {
  const cell = Math.max(8, Math.min(14, Math.floor(((width - nameWidth) / most - gap) / 3)))
  const pitch = 3 * cell + gap
  const rowHeight = 3 * cell + 32
  const shapes = groups.flatMap(([name, group], place): Shape[] => {
    const list = listOf(group, kept)
    const top = place * rowHeight + 20
    const middle = top + 1.5 * cell + 4
    const lefts = list.map((_, rank) => nameWidth + rank * pitch)
    return [
      text({ x: 2, y: middle, text: shorten(name, 22), size: 11, fill: palette.text, bold: true }),
      ...(list.length === 0
        ? [text({ x: nameWidth, y: middle, text: 'no such kernel', size: 11, fill: palette.quiet })]
        : []),
      ...list.map(({ count }, rank) =>
        text({
          ...{ x: (lefts[rank] ?? 0) + 1.5 * cell, y: top - 6, text: `${count}`, size: 11, align: 'middle' },
          fill: palette.text,
        }),
      ),
      {
        ...{ kind: 'kernels', cell, colours: kernels },
        xs: Float32Array.from(lefts),
        ys: new Float32Array(list.length).fill(top),
        signs: readPatterns(list.map(({ pattern }) => pattern)),
      },
      ...list.flatMap((entry, rank) => drawGrid(lefts[rank] ?? 0, top, cell, kernels.edge, { group: name, ...entry })),
    ]
  })
  const bottom = groups.length * rowHeight
  const legend = (['positive', 'negative'] as const).flatMap((sign, place): Shape[] => [
    rect({ x: nameWidth + place * 80, y: bottom + 8, width: 10, height: 10, fill: kernels[sign] }),
    text({ x: nameWidth + place * 80 + 15, y: bottom + 17, text: sign, size: 10, fill: palette.quiet }),
  ])
  return { width: nameWidth + most * pitch, height: bottom + 24, shapes: [...shapes, ...legend] }
}

/** Lines between the cells of a kernel, and what it stands for. */
function drawGrid(x: number, y: number, cell: number, stroke: string, data: Record<string, string | number>): Shape[] {
  const size = 3 * cell
  return [
    ...[1, 2].flatMap((step) => [
      line(stroke, 0.6, x + step * cell, y, x + step * cell, y + size),
      line(stroke, 0.6, x, y + step * cell, x + size, y + step * cell),
    ]),
    rect({ x, y, width: size, height: size, data }),
  ]
}
