import type { PatternReport } from '../results.ts'
import { rect, text, type Shape } from './drawing.ts'
import type { Figure } from './figure.ts'
import { drawHeatScale } from './heat-scale.ts'
import { describeGroups } from './pattern-figures.ts'
import { heatColour, ink, inkOn, referenceColours } from './style.ts'

const cell = 25
const map = 3 * cell
const between = 12
const panelWidth = 3 * map + 2 * between + 34

/**
 * Figures 3 and 4: for each reference position of a 3×3 kernel with a positive weight, how many kernels have a positive
 * (or negative) weight at every position. Each group has its own scale, since groups differ in size.
 */
export function buildTogetherFigure({ layer, groups }: PatternReport, other: 'positive' | 'negative'): Figure {
  const entries = Object.entries(groups).map(
    ([name, group]) =>
      [name, other === 'positive' ? group.positiveGivenPositive : group.negativeGivenPositive] as const,
  )
  const columns = Math.min(2, entries.length)
  const panelHeight = 3 * map + 2 * between + 92
  const shapes = entries.flatMap(([name, counts], index) =>
    drawGroup(name, counts, other, (index % columns) * panelWidth + 14, Math.floor(index / columns) * panelHeight),
  )
  const field = other === 'positive' ? 'red' : 'white'
  return {
    number: other === 'positive' ? '3' : '4',
    title: `${other === 'positive' ? 'Positive' : 'Negative'} weights together with a positive one in ${layer}`,
    caption: `Heatmaps indicating how many ${other} weights at each position of the 3×3 kernels of ${layer} survived pruning when the weight at the reference position (the ${field} field) is positive. Channels are not told apart; each group has its own scale, brighter is more. ${describeGroups(groups)}`,
    drawing: {
      width: columns * panelWidth,
      height: Math.ceil(entries.length / columns) * panelHeight,
      shapes,
    },
    data: {
      columns: ['group', 'reference', 'position', 'count'],
      rows: entries.flatMap(([name, counts]) =>
        counts.flatMap((row, reference) => row.map((count, position) => [name, reference, position, count])),
      ),
    },
  }
}

function drawGroup(
  name: string,
  counts: readonly (readonly number[])[],
  other: 'positive' | 'negative',
  left: number,
  top: number,
): Shape[] {
  const others = counts.flatMap((row, reference) => row.filter((_, position) => position !== reference))
  const min = Math.min(...others)
  const max = Math.max(...others)
  const start = top + 32
  const maps = counts.flatMap((row, reference) =>
    row.flatMap((count, position): Shape[] => {
      const x = left + (reference % 3) * (map + between) + (position % 3) * cell
      const y = start + Math.floor(reference / 3) * (map + between) + Math.floor(position / 3) * cell
      const share = max > min ? (count - min) / (max - min) : 0.5
      const isReference = position === reference
      const fill = isReference ? referenceColours[other] : heatColour(share)
      const frame = isReference ? { stroke: '#6b7684', strokeWidth: 0.8 } : {}
      const data = { group: name, reference, position, count }
      const label = other === 'negative' && isReference ? [] : [`${count}`]
      return [
        rect({ x, y, width: cell, height: cell, fill, ...frame, data }),
        ...label.map((digits) =>
          text({
            ...{
              x: x + cell / 2,
              y: y + cell / 2 + 3,
              text: digits,
              size: digits.length > 3 ? 7.5 : 9,
              align: 'middle',
            },
            fill: isReference ? '#ffffff' : inkOn(share),
          }),
        ),
      ]
    }),
  )
  const below = start + 3 * map + 2 * between + 14
  return [
    text({ x: left, y: top + 20, text: name, fill: ink, size: 12, bold: true }),
    ...maps,
    ...drawHeatScale(left, below, 160, String(min), String(max)),
  ]
}
