import type { DistanceColumns } from '../../shared/comparison.ts'
import type { ConditionRow, Metric } from '../../shared/results.ts'
import type { DataTable } from '../../shared/tables/table.ts'
import { axisStyle, evenRange, tooltipStyle } from './axes.ts'
import { categoryOf, metricNames } from '../../shared/charts/conditions.ts'
import type { DistancePoints, SpreadShape } from '../../shared/charts/distance-points.ts'
import { inNumber } from '../../shared/numbers.ts'
import { drawMarks, drawSpreads, plotLevel } from './distance-shapes.ts'
import type { ChartOption } from './echarts.ts'
import type { Palette } from './palette.ts'

/** Distances under one metric, of one layer or `overall`. */
export interface DistanceView {
  columns: DistanceColumns
  points: DistancePoints
  /** Statistics of every condition, metric and layer; empty while they are computed. */
  table: readonly ConditionRow[]
  metric: Metric
  layer: string
  shape: SpreadShape
}

/** More points than this are drawn without an own element each. */
const manyPoints = 300
/** Of a single point; the more there are, the less each hides. */
const opacityOf = (points: number): number => Math.max(0.12, Math.min(0.6, 8 / Math.sqrt(points)))

/** Every pair as a point, over each condition's violin or box, grouped as in fig. 1; with mean ± SD once they are known. */
export function buildDistanceOption(view: DistanceView, palette: Palette) {
  const { columns, points, metric } = view
  const { slots, xs, ys, ranges } = points
  const { conditions } = columns
  const colours = conditions.map((condition) => palette.conditions[categoryOf(condition)])
  const ends = points.spreads.flatMap((spread) =>
    spread ? [spread.density.at[0] ?? 0, spread.density.at.at(-1) ?? 0] : [],
  )
  const axis = { zlevel: plotLevel, type: 'value', min: slots.from, max: slots.to } as const
  return {
    animation: false,
    grid: { left: 62, right: 14, top: 30, bottom: 84 },
    tooltip: { ...tooltipStyle(palette), trigger: 'item' },
    xAxis: [
      {
        ...axisStyle(palette, ''),
        ...axis,
        splitLine: { show: false },
        axisTick: { customValues: slots.at },
        axisLabel: {
          color: palette.text,
          fontSize: 11,
          customValues: slots.at,
          rotate: 28,
          width: 140,
          overflow: 'truncate',
          formatter: (at: number) => conditions[slots.at.indexOf(at)] ?? '',
        },
      },
      {
        ...axisStyle(palette, ''),
        ...axis,
        position: 'top',
        splitLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: palette.quiet,
          fontSize: 11,
          fontWeight: 600,
          customValues: slots.groups.map(({ at }) => at),
          formatter: (at: number) => slots.groups.find((group) => group.at === at)?.name ?? '',
        },
      },
    ],
    yAxis: {
      ...axisStyle(palette, `${metricNames[metric]} distance (0 to 1)`),
      type: 'value',
      zlevel: plotLevel,
      nameGap: 46,
      ...evenRange(ends),
      axisLabel: { color: palette.text, fontSize: 11, formatter: (distance: number) => distance.toFixed(2) },
    },
    series: [
      drawSpreads(points, view.shape, colours),
      ...ranges.map(([first, end], place) => ({
        type: 'scatter' as const,
        zlevel: plotLevel,
        name: conditions[place] ?? '',
        large: true,
        largeThreshold: manyPoints,
        progressive: 0,
        // Pointing at a mark would draw every point of the plot anew.
        emphasis: { disabled: true },
        symbolSize: end - first > manyPoints ? 3 : 4,
        itemStyle: { color: colours[place] ?? palette.text, opacity: opacityOf(end - first) },
        dimensions: ['x', 'distance'],
        data: interleave(xs, ys, first, end),
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => describePair(view, first + dataIndex),
        },
      })),
      drawMarks(points, rowsOf(view), conditions, palette),
    ],
  } satisfies ChartOption
}

function interleave(xs: Float64Array, ys: Float64Array, first: number, end: number): Float64Array {
  const data = new Float64Array(2 * (end - first))
  for (let pair = first, place = 0; pair < end; pair++) {
    data[place++] = xs[pair] ?? 0
    data[place++] = ys[pair] ?? 0
  }
  return data
}

/** `fashion 3 (winning) – digits 1 (winning): 0.7123`. */
function describePair({ columns, points }: Pick<DistanceView, 'columns' | 'points'>, pair: number): string {
  const name = (place: number | undefined): string => {
    const ticket = columns.tickets[place ?? 0]
    return ticket ? `${ticket.dataset} ${ticket.trial} (${ticket.kind})` : ''
  }
  return `${name(columns.first[pair])} – ${name(columns.second[pair])}: ${(points.ys[pair] ?? NaN).toFixed(4)}`
}

function rowsOf({ table, metric, layer }: DistanceView): ConditionRow[] {
  return table.filter((row) => row.metric === metric && row.layer === layer)
}

/** The plot in one sentence: each condition's mean, or its median before the statistics are there. */
export function summariseDistances(view: DistanceView): string {
  const { columns, points } = view
  const rows = rowsOf(view)
  const middles = columns.conditions.flatMap((condition, place) => {
    const middle = rows.find((row) => row.condition === condition)?.mean ?? points.spreads[place]?.median
    return middle === undefined ? [] : [`${condition} ${middle.toFixed(3)}`]
  })
  if (middles.length === 0) return 'There are no pairs to compare.'
  return `${columns.first.length} ${inNumber(columns.first.length, 'pair')}. ${rows.length > 0 ? 'Means' : 'Medians'}: ${middles.join(', ')}.`
}

/** One row for each pair that is drawn. */
export function tabulateDistances({ columns, points, metric }: DistanceView): DataTable {
  const id = (place: number | undefined): string => columns.tickets[place ?? 0]?.id ?? ''
  return {
    columns: ['condition', 'ticket a', 'ticket b', metricNames[metric]],
    rows: Array.from(columns.condition, (place, pair) => [
      columns.conditions[place] ?? '',
      id(columns.first[pair]),
      id(columns.second[pair]),
      points.ys[pair] ?? null,
    ]),
  }
}
