import type { EnrichedPatternReport } from '../comparison.ts'
import { formatNumber } from '../numbers.ts'
import { scaleColour } from './colour-scale.ts'
import { rect, shorten, text, type Drawing, type Shape } from './drawing.ts'
import type { Figure, FigureStyle } from './figure.ts'
import { drawHeatScale, inkOn } from './heat-scale.ts'
import type { Palette } from './palette.ts'
import { describeGroups, rangeOf, shareIn } from './pattern-groups.ts'

const cell = 22
const map = 3 * cell
const between = 9
const blockWidth = 3 * map + 2 * between
const blockGap = 26
const heading = 24
const blockHeight = heading + 3 * map + 2 * between + 44

/** The reference position: red where it is counted among its like, white where the others are of the other sign. */
const references = { positive: '#d7261e', negative: '#ffffff' } as const

type Maps = readonly [name: string, counts: readonly (readonly number[])[]]

/**
 * Figures 3 and 4: for each reference position of a 3×3 kernel with a positive weight, how many kernels have a positive
 * (or negative) weight at every position. Each group has its own scale, since groups differ in size.
 */
export function togetherFigure(report: EnrichedPatternReport, other: 'positive' | 'negative'): Figure {
  const maps = Object.entries(report.groups).map(([name, group]): Maps => {
    return [name, other === 'positive' ? group.positiveGivenPositive : group.negativeGivenPositive]
  })
  const touching = Object.entries(report.groups).map(([name, { neighbours }]) => {
    const { percent } = neighbours[other]
    return `${name} ${percent === null ? '–' : `${formatNumber(percent, 1)} %`}`
  })
  const field = other === 'positive' ? 'red' : 'white'
  return {
    number: other === 'positive' ? '3' : '4',
    title: `${other === 'positive' ? 'Positive' : 'Negative'} weights beside a positive one`,
    shows: `How many ${other} weights at each position of the 3×3 kernels of ${report.layer} survived pruning when the weight at the reference position (the ${field} field) is positive. Channels are not told apart; each group has its own scale, brighter is more`,
    n: describeGroups(report),
    summary: `Pairs of ${other} weights that touch: ${touching.join(', ')}; 33.3 % by chance.`,
    draw: (style) => drawMaps(maps, other, style),
    tabulate: () => ({
      columns: ['group', 'reference', 'position', 'count'],
      rows: maps.flatMap(([name, counts]) =>
        counts.flatMap((row, reference) => row.map((count, position) => [name, reference + 1, position + 1, count])),
      ),
    }),
  }
}

function drawMaps(maps: readonly Maps[], other: 'positive' | 'negative', { palette, width }: FigureStyle): Drawing {
  const pitch = blockWidth + blockGap
  const perRow = Math.max(1, Math.min(maps.length, Math.floor((width + blockGap) / pitch)))
  const shapes = maps.flatMap((one, place) =>
    drawGroup(one, other, { x: (place % perRow) * pitch + 2, y: Math.floor(place / perRow) * blockHeight }, palette),
  )
  return { width: perRow * pitch - blockGap + 4, height: Math.ceil(maps.length / perRow) * blockHeight, shapes }
}

function drawGroup(
  [name, counts]: Maps,
  other: 'positive' | 'negative',
  { x, y }: { x: number; y: number },
  palette: Palette,
): Shape[] {
  const range = rangeOf(counts.flatMap((row, reference) => row.filter((_, position) => position !== reference)))
  const cells = counts.flatMap((row, reference) =>
    row.flatMap((count, position): Shape[] => {
      const isReference = position === reference
      const share = shareIn(range, count)
      const at = {
        x: x + (reference % 3) * (map + between) + (position % 3) * cell,
        y: y + heading + Math.floor(reference / 3) * (map + between) + Math.floor(position / 3) * cell,
      }
      const fill = isReference ? references[other] : scaleColour(share)
      const data = { group: name, reference: reference + 1, position: position + 1, count }
      const square = rect({ ...at, width: cell, height: cell, fill, data })
      // No kernel has two signs at one place: the white field counts nothing.
      if (isReference && other === 'negative') return [{ ...square, stroke: palette.quiet, strokeWidth: 0.8 }]
      const label = text({
        ...{ x: at.x + cell / 2, y: at.y + cell / 2 + 3, text: `${count}`, align: 'middle' },
        size: count > 999 ? 7.5 : 8.5,
        fill: isReference ? '#ffffff' : inkOn(share),
      })
      return [square, label]
    }),
  )
  const below = y + heading + 3 * map + 2 * between + 10
  const ends = [`${range.low}`, `${range.high}`] as const
  return [
    text({ x, y: y + 15, text: shorten(name, 30), fill: palette.text, size: 11, bold: true }),
    ...cells,
    ...drawHeatScale({ x, y: below, width: 100 }, ends, 'kernels', palette),
  ]
}
