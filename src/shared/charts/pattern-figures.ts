import type { PatternGroup, PatternReport } from '../results.ts'
import { line, rect, text, type Shape } from './drawing.ts'
import type { Figure } from './figure.ts'
import { ink, negativeColour, positiveColour, quietInk } from './style.ts'

/** The paper's figures of most frequent kernels, by kept weights. */
export const frequentFigures: readonly { number: string; kept: number }[] = [
  { number: '5', kept: 3 },
  { number: '6', kept: 4 },
  { number: 'A.5', kept: 2 },
  { number: 'A.6', kept: 5 },
  { number: 'A.7', kept: 6 },
  { number: 'A.8', kept: 7 },
]

const words: Record<number, string> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six', 7: 'seven' }
const cell = 15
const gap = 20
const left = 150
const rowHeight = 3 * cell + 34

/** Figures 5, 6 and A.5–A.8: the nine most frequent kernels with `kept` weights left, of each group. */
export function buildFrequentFigure({ layer, groups }: PatternReport, number: string, kept: number): Figure {
  const entries = Object.entries(groups)
  const title = `The most frequent kernels of ${layer} with ${words[kept] ?? kept} weights left`
  return {
    number,
    title,
    caption: `The most frequently encountered patterns with ${words[kept] ?? kept} weights left in a 3×3 kernel of ${layer}. The number of occurrences is printed above the pattern. Red stands for positive weights, blue for negative ones. ${describeGroups(groups)}`,
    drawing: {
      width: left + 9 * (3 * cell + gap),
      height: entries.length * rowHeight + 14,
      shapes: entries.flatMap(([name, group], row): Shape[] => {
        const top = row * rowHeight + 10
        const patterns = group.frequentPatterns[String(kept)] ?? []
        const middle = top + 20 + 1.5 * cell
        return [
          text({ x: 10, y: middle + 4, text: name, fill: ink, size: 12, bold: true }),
          ...(patterns.length === 0
            ? [text({ x: left, y: middle + 4, text: 'no such kernel', fill: quietInk, size: 11 })]
            : patterns.flatMap((entry, place) =>
                drawKernel(entry, left + place * (3 * cell + gap), top + 20, { group: name, kept }),
              )),
        ]
      }),
    },
    data: {
      columns: ['group', 'kept', 'rank', 'pattern', 'count'],
      rows: entries.flatMap(([name, group]) =>
        (group.frequentPatterns[String(kept)] ?? []).map(({ pattern, count }, rank) => [
          ...[name, kept, rank + 1, pattern, count],
        ]),
      ),
    },
  }
}

function drawKernel(
  { pattern, count }: { pattern: string; count: number },
  x: number,
  y: number,
  names: Record<string, string | number>,
): Shape[] {
  const size = 3 * cell
  const signs = pattern.split('').flatMap((sign, position): Shape[] => {
    if (sign === '.') return []
    const fill = sign === '+' ? positiveColour : negativeColour
    const place = { x: x + (position % 3) * cell, y: y + Math.floor(position / 3) * cell }
    return [rect({ ...place, width: cell, height: cell, fill })]
  })
  const lines = [1, 2].flatMap((step): Shape[] => [
    line('#c3c9d2', 0.6, x + step * cell, y, x + step * cell, y + size),
    line('#c3c9d2', 0.6, x, y + step * cell, x + size, y + step * cell),
  ])
  return [
    text({ x: x + size / 2, y: y - 6, text: String(count), fill: ink, size: 11, align: 'middle' }),
    rect({ x, y, width: size, height: size, fill: '#ffffff', data: { ...names, pattern, count } }),
    ...signs,
    ...lines,
    rect({ x, y, width: size, height: size, stroke: '#6b7684', strokeWidth: 1 }),
  ]
}

/** How many kernels each group has, for captions. */
export function describeGroups(groups: Record<string, PatternGroup>): string {
  const counts = Object.entries(groups).map(([name, { kernels }]) => `${name} ${kernels}`)
  return `Kernels: ${counts.join(', ')}.`
}
