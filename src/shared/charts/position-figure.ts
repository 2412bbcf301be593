import type { EnrichedPatternReport } from '../comparison.ts'
import { formatNumber } from '../numbers.ts'
import { scaleColour } from './colour-scale.ts'
import { rect, shorten, text, type Drawing, type Shape } from './drawing.ts'
import type { Figure, FigureStyle } from './figure.ts'
import { drawHeatScale, inkOn } from './heat-scale.ts'
import type { Palette } from './palette.ts'
import { describeGroups, rangeOf, shareIn, type NamedGroup } from './pattern-groups.ts'

const nameWidth = 142
const gap = 12

/** Figure 2b: how many weights are left in each position of the filters, one row of channels for each group. */
export function positionFigure(report: EnrichedPatternReport): Figure {
  const groups = Object.entries(report.groups)
  const spreads = groups.map(
    ([
      name,
      {
        weightsPerPosition: { mean, sd },
      },
    ]) => {
      return `${name} ${formatNumber(mean, 1)} ± ${formatNumber(sd, 2)}`
    },
  )
  return {
    number: '2b',
    title: 'Kept weights per position',
    shows: `How many weights are left in each position of the filters of ${report.layer}, channels side by side, a row for each group. Numbers are counts; colours show the share of the group’s filters that keep the position, brighter is more`,
    n: describeGroups(report),
    summary: `Kept weights per position, mean ± SD: ${spreads.join(', ')}.`,
    draw: (style) => drawPositions(groups, style),
    tabulate: () => ({
      columns: ['group', 'channel', 'row', 'column', 'count'],
      rows: groups.flatMap(([name, { weightsPerPosition }]) =>
        weightsPerPosition.counts.flatMap((rows, channel) =>
          rows.flatMap((counts, row) => counts.map((count, column) => [name, channel + 1, row + 1, column + 1, count])),
        ),
      ),
    }),
  }
}

function drawPositions(groups: readonly NamedGroup[], { palette, width }: FigureStyle): Drawing {
  const channels = Math.max(0, ...groups.map(([, group]) => group.weightsPerPosition.counts.length))
  const cell = channels <= 4 ? 25 : 8
  const pitch = 3 * cell + gap
  const perRow = Math.max(1, Math.min(channels, Math.floor((width - nameWidth + gap) / pitch)))
  const isNumbered = cell > 20
  const top = isNumbered ? 20 : 4
  const height = Math.ceil(channels / perRow) * pitch + 8
  // Groups may have different numbers of tickets: colours show the share of the filters that keep a position.
  const filtersOf = ([, { kernels }]: NamedGroup): number => Math.max(1, kernels / Math.max(1, channels))
  const shares = groups.map((group) => {
    const [, { weightsPerPosition }] = group
    return weightsPerPosition.counts.flat(2).map((count) => count / filtersOf(group))
  })
  const range = rangeOf(shares.flat())
  const shapes = groups.flatMap(([name, { weightsPerPosition }], place): Shape[] => {
    const y = top + place * height
    const { mean, sd, counts } = weightsPerPosition
    const cells = counts.flat(2).flatMap((count, index): Shape[] => {
      const [channel, row, column] = [Math.floor(index / 9), Math.floor((index % 9) / 3), index % 3]
      const share = shareIn(range, shares[place]?.[index] ?? 0)
      const at = {
        x: nameWidth + (channel % perRow) * pitch + column * cell,
        y: y + Math.floor(channel / perRow) * pitch + row * cell,
      }
      const data = { group: name, channel: channel + 1, row: row + 1, column: column + 1, count }
      const square = rect({ ...at, width: cell, height: cell, fill: scaleColour(share), data })
      if (!isNumbered) return [square]
      const middle = { x: at.x + cell / 2, y: at.y + cell / 2 + 3.5 }
      return [
        square,
        text({ ...middle, text: `${count}`, size: count > 999 ? 8.5 : 10, align: 'middle', fill: inkOn(share) }),
      ]
    })
    return [...drawName(name, `mean ${formatNumber(mean, 1)}, SD ${formatNumber(sd, 2)}`, y, palette), ...cells]
  })
  const heads = Array.from({ length: isNumbered ? perRow : 0 }, (_, channel) =>
    text({
      ...{ x: nameWidth + channel * pitch + 1.5 * cell, y: 13, fill: palette.quiet, size: 10, align: 'middle' },
      text: `channel ${channel + 1}`,
    }),
  )
  const bottom = top + groups.length * height
  const ends = [`${formatNumber(range.low * 100, 1)} %`, `${formatNumber(range.high * 100, 1)} %`] as const
  const scale = drawHeatScale({ x: nameWidth, y: bottom, width: 120 }, ends, 'of the filters keep it', palette)
  return {
    width: Math.max(nameWidth + perRow * pitch, nameWidth + 250),
    height: bottom + 30,
    shapes: [...heads, ...shapes, ...scale],
  }
}

function drawName(name: string, spread: string, y: number, palette: Palette): Shape[] {
  return [
    text({ x: 2, y: y + 14, text: shorten(name, 22), size: 11, fill: palette.text, bold: true }),
    text({ x: 2, y: y + 29, text: spread, size: 10, fill: palette.quiet }),
  ]
}
