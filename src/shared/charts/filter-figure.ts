import type { EnrichedPatternReport } from '../comparison.ts'
import { formatNumber } from '../numbers.ts'
import { planAxis, type Axis } from './axis.ts'
import { line, rect, shorten, text, type Shape } from './drawing.ts'
import type { Figure, FigureStyle } from './figure.ts'
import { groupColour, type Palette } from './palette.ts'
import { describeGroups, type NamedGroup } from './pattern-groups.ts'

const plot = { height: 130, left: 56, right: 10, top: 42, bottom: 42, least: 170, most: 300 }

/** Figure 2a: how many weights are left in each filter, a histogram for each group over the outline of random's. */
export function filterFigure(report: EnrichedPatternReport): Figure {
  const groups = Object.entries(report.groups)
  const means = groups.map(([name, { weightsPerFilter }]) => `${name} ${describeSpread(weightsPerFilter)}`)
  return {
    number: '2a',
    title: 'Kept weights per filter',
    shows: `Histogram of the number of weights left per filter of ${report.layer} for each group, as the share of the group’s filters; the line is the histogram of the random tickets`,
    n: describeGroups(report),
    summary: `Kept weights per filter, mean ± SD: ${means.join(', ')}.`,
    draw: (style) => drawHistograms(groups, style),
    tabulate: () => ({
      columns: ['group', 'kept', 'filters'],
      rows: groups.flatMap(([name, group]) =>
        group.weightsPerFilter.histogram.map((count, kept) => [name, kept, count]),
      ),
    }),
  }
}

function describeSpread({ mean, sd }: { mean: number; sd: number | null }): string {
  return `${formatNumber(mean, 2)} ± ${formatNumber(sd, 2)}`
}

interface Panel {
  x: number
  y: number
  width: number
}

function drawHistograms(groups: readonly NamedGroup[], { palette, width }: FigureStyle) {
  const perRow = Math.max(1, Math.min(groups.length, 3, Math.floor(width / (plot.left + plot.least + plot.right))))
  const inner = Math.min(plot.most, Math.floor(width / perRow) - plot.left - plot.right)
  const pitch = plot.left + inner + plot.right
  const height = plot.top + plot.height + plot.bottom
  const [from, to] = shownBins(groups)
  const shares = groups.map(([, group]) => sharesOf(group).slice(from, to))
  const axis = planAxis([0, ...shares.flat()], 4)
  const random = shares[groups.findIndex(([name]) => name === 'random')]
  const shapes = groups.flatMap(([name, group], place): Shape[] => {
    const panel = { x: (place % perRow) * pitch + plot.left, y: Math.floor(place / perRow) * height, width: inner }
    const { histogram } = group.weightsPerFilter
    return [
      ...drawFrame(name, describeSpread(group.weightsPerFilter), axis, panel, palette),
      ...drawBars(name, histogram, from, shares[place] ?? [], axis, panel, groupColour(name, place, palette)),
      ...(random && name !== 'random' ? [drawOutline(random, axis, panel, palette)] : []),
      ...drawBins(from, to, panel, palette),
    ]
  })
  return { width: pitch * perRow, height: height * Math.ceil(groups.length / perRow), shapes }
}

/** Every bin; where there are many, those that hold any filter and a few beside them. */
function shownBins(groups: readonly NamedGroup[]): [number, number] {
  const histograms = groups.map(([, { weightsPerFilter }]) => weightsPerFilter.histogram)
  const bins = Math.max(0, ...histograms.map(({ length }) => length))
  if (bins <= 40) return [0, bins]
  const isUsed = Array.from({ length: bins }, (_, bin) => histograms.some((counts) => (counts[bin] ?? 0) > 0))
  return [Math.max(0, isUsed.indexOf(true) - 3), Math.min(bins, isUsed.lastIndexOf(true) + 4)]
}

function sharesOf({ weightsPerFilter: { histogram } }: NamedGroup[1]): number[] {
  const filters = histogram.reduce((sum, count) => sum + count, 0)
  return histogram.map((count) => (filters === 0 ? 0 : count / filters))
}

function heightOf(share: number, axis: Axis): number {
  return (share / axis.max) * plot.height
}

function drawFrame(name: string, spread: string, axis: Axis, { x, y, width }: Panel, palette: Palette): Shape[] {
  const bottom = y + plot.top + plot.height
  const quiet = { fill: palette.quiet, size: 10 }
  return [
    text({ x, y: y + 17, text: shorten(name, 26), fill: palette.text, size: 11, bold: true }),
    text({ ...quiet, x, y: y + 31, text: `mean ± SD ${spread}` }),
    ...axis.ticks.flatMap((tick): Shape[] => {
      const at = bottom - heightOf(tick, axis)
      const label = `${formatNumber(tick * 100, Math.max(0, axis.digits - 2))} %`
      return [
        line(palette.line, 1, x, at, x + width, at),
        text({ x: x - 5, y: at + 3.5, fill: palette.text, size: 10, align: 'end', text: label }),
      ]
    }),
    text({ ...quiet, x: x - 44, y: bottom - plot.height / 2, text: 'share of filters', align: 'middle', rotate: -90 }),
    text({ ...quiet, x: x + width / 2, y: bottom + 31, text: 'weights left in a filter', align: 'middle' }),
  ]
}

function drawBars(
  name: string,
  histogram: readonly number[],
  from: number,
  shares: readonly number[],
  axis: Axis,
  { x, y, width }: Panel,
  fill: string,
): Shape[] {
  const slot = width / Math.max(1, shares.length)
  return shares.map((share, bin) => {
    const height = heightOf(share, axis)
    const top = y + plot.top + plot.height - height
    const data = { group: name, kept: from + bin, count: histogram[from + bin] ?? 0 }
    return rect({ x: x + bin * slot + slot * 0.1, y: top, width: slot * 0.8, height, fill, data })
  })
}

function drawOutline(shares: readonly number[], axis: Axis, { x, y, width }: Panel, palette: Palette): Shape {
  const slot = width / Math.max(1, shares.length)
  const bottom = y + plot.top + plot.height
  const corners = shares.flatMap((share, bin) => {
    const at = bottom - heightOf(share, axis)
    return [x + bin * slot, at, x + (bin + 1) * slot, at]
  })
  return line(palette.text, 1.2, ...corners)
}

/** Labels at multiples of 3 where every filter of a kernel has 27 places; fewer where bins are many or narrow. */
function drawBins(from: number, to: number, { x, y, width }: Panel, palette: Palette): Shape[] {
  const bottom = y + plot.top + plot.height
  const slot = width / Math.max(1, to - from)
  const step = [1, 3, 5, 10, 20, 50, 100].find((every) => every * slot >= 17) ?? 200
  const first = Math.ceil(from / step) * step
  const labels = Array.from({ length: Math.max(0, Math.ceil((to - first) / step)) }, (_, place) => first + place * step)
  return [
    line(palette.quiet, 1, x, bottom, x + width, bottom),
    ...labels.map((kept) =>
      text({
        ...{ x: x + (kept - from + 0.5) * slot, y: bottom + 14, fill: palette.text, size: 10, align: 'middle' },
        text: `${kept}`,
      }),
    ),
  ]
}
