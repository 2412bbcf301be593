import type { DataTable } from '../ui/export/data-table.ts'
import { axisStyle, tooltipStyle } from './axes.ts'
import type { ChartOption } from './echarts.ts'
import { groupColour } from './group-colours.ts'
import type { Palette } from './palette.ts'
import type { NamedGroup } from './position-maps.ts'

/** Fig. 2a: how many weights are left in a filter, as a share of each group's filters. */
export function buildHistogramOption(groups: readonly NamedGroup[], palette: Palette) {
  const [from, to] = shownBins(groups)
  return {
    animation: false,
    grid: { left: 58, right: 12, top: 34, bottom: 44 },
    legend: { top: 0, textStyle: { color: palette.text, fontSize: 11 } },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      valueFormatter: (share: unknown) => `${Number(share).toFixed(1)} %`,
    },
    xAxis: {
      ...axisStyle(palette, 'Kept weights in a filter'),
      type: 'category',
      nameGap: 28,
      data: Array.from({ length: to - from }, (_, bin) => String(from + bin)),
    },
    yAxis: { ...axisStyle(palette, 'Share of filters (%)'), type: 'value', nameGap: 40 },
    series: groups.map(([name, group], place) => {
      const color = groupColour(name, place, palette)
      return {
        ...{ type: 'line', name, color, step: 'middle', symbol: 'none' },
        lineStyle: { width: 2, color },
        data: sharesOf(group).slice(from, to),
      } as const
    }),
  } satisfies ChartOption
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
  return histogram.map((count) => (filters === 0 ? 0 : (100 * count) / filters))
}

export function summariseHistogram(groups: readonly NamedGroup[]): string {
  const parts = groups.map(
    ([
      name,
      {
        weightsPerFilter: { mean, sd },
      },
    ]) => {
      return `${name} ${mean.toFixed(2)} ± ${sd === null ? '–' : sd.toFixed(2)}`
    },
  )
  return `Kept weights per filter, mean ± SD: ${parts.join(', ')}.`
}

export function tabulateHistogram(groups: readonly NamedGroup[]): DataTable {
  const bins = Math.max(0, ...groups.map(([, { weightsPerFilter }]) => weightsPerFilter.histogram.length))
  return {
    columns: ['kept weights', ...groups.map(([name]) => name)],
    rows: Array.from({ length: bins }, (_, kept) => [
      kept,
      ...groups.map(([, { weightsPerFilter }]) => weightsPerFilter.histogram[kept] ?? 0),
    ]),
  }
}
