import type { ConditionRow, Metric, PairDistance } from '../../shared/results.ts'
import type { DataTable } from '../ui/export/data-table.ts'
import { axisStyle, roundedRange, tooltipStyle } from './axes.ts'
import type { ChartOption } from './echarts.ts'
import type { ConditionCategory, Palette } from './palette.ts'

/** Distances under one metric, of one layer or `overall`. */
export interface DistanceView {
  pairs: readonly PairDistance[]
  table: readonly ConditionRow[]
  metric: Metric
  layer: string
}

export const metricNames: Record<Metric, string> = { nnstd: 'NNSTD', 'nnstd-signed': 'NNSTD±' }

/** Every pair as a point, spread sideways by its place in the list, with mean ± SD of each condition over them. */
export function buildDistanceOption(view: DistanceView, palette: Palette) {
  const rows = rowsOf(view)
  const points = rows.map(({ condition }) => valuesOf(view, condition))
  const colours = rows.map(({ condition }) => palette.conditions[categoryOf(condition)])
  const bounds = rows.flatMap(({ mean, sd }) => (mean === null || sd === null ? [] : [mean - sd, mean + sd]))
  const range = roundedRange([...points.flat(), ...bounds], 0.02)
  return {
    animation: false,
    grid: { left: 62, right: 12, top: 14, bottom: 98 },
    tooltip: { ...tooltipStyle(palette), trigger: 'item' },
    xAxis: [
      {
        ...axisStyle(palette, 'Condition'),
        type: 'category',
        nameGap: 78,
        data: rows.map(({ condition }) => condition),
        axisLabel: { color: palette.text, fontSize: 11, interval: 0, rotate: 30, width: 130, overflow: 'truncate' },
      },
      // Places on the category axis as plain numbers, for points beside a category's middle.
      { type: 'value', show: false, min: -0.5, max: rows.length - 0.5 },
    ],
    yAxis: {
      ...axisStyle(palette, `${metricNames[view.metric]} distance`),
      type: 'value',
      nameGap: 46,
      ...range,
      axisLabel: { color: palette.text, fontSize: 11, formatter: (distance: number) => distance.toFixed(2) },
    },
    series: [
      {
        type: 'scatter',
        name: 'pairs',
        xAxisIndex: 1,
        symbolSize: 4,
        data: points.flatMap((values, place) =>
          values.map((value, index) => ({
            value: [place + jitter(index), value],
            itemStyle: { color: colours[place] ?? palette.text, opacity: 0.45 },
          })),
        ),
        tooltip: {
          formatter: ({ value }: { value: unknown }) => (Array.isArray(value) ? Number(value[1]).toFixed(4) : ''),
        },
      },
      ...rows.flatMap((row, place) => buildMark(row, place, palette.text)),
    ],
  } satisfies ChartOption
}

/** A wide bar at the mean and a whisker of one SD to both sides. */
function buildMark({ condition, n, mean, sd }: ConditionRow, place: number, color: string) {
  if (mean === null) return []
  const text = `${condition}: mean ${mean.toFixed(4)}${sd === null ? '' : `, SD ${sd.toFixed(4)}`}, n = ${n}`
  const line = { type: 'line', xAxisIndex: 1, symbol: 'none', color, tooltip: { formatter: () => text } } as const
  const across = (half: number, y: number): number[][] => [
    [place - half, y],
    [place + half, y],
  ]
  const bar = { ...line, name: `mean ${condition}`, lineStyle: { width: 3, color }, data: across(0.28, mean) }
  if (sd === null) return [bar]
  const whisker = [
    [place, mean - sd],
    [place, mean + sd],
  ]
  return [bar, { ...line, name: `SD ${condition}`, lineStyle: { width: 1.5, color }, data: whisker }]
}

/** −0.3…0.3, evenly filled by multiples of the golden ratio: the same place for the same pair every time. */
function jitter(index: number): number {
  return (((index + 1) * 0.618_033_988_749_895) % 1) * 0.6 - 0.3
}

/** The first word of a condition's name; the control is called `random` alone. */
export function categoryOf(condition: string): ConditionCategory {
  const [word] = condition.split(' ')
  return word === 'winning' || word === 'mixed' || word === 'between' ? word : 'random'
}

function rowsOf({ table, metric, layer }: DistanceView): ConditionRow[] {
  return table.filter((row) => row.metric === metric && row.layer === layer)
}

function valuesOf({ pairs, metric, layer }: DistanceView, condition: string): number[] {
  return pairs
    .filter((pair) => pair.metric === metric && pair.condition === condition)
    .flatMap((pair) => (layer === 'overall' ? [pair.mean] : (pair.layers[layer] ?? [])))
}

/** The plot in one sentence: each condition's mean. */
export function summariseDistances(view: DistanceView): string {
  const means = rowsOf(view).flatMap(({ condition, mean }) =>
    mean === null ? [] : [`${condition} ${mean.toFixed(3)}`],
  )
  return means.length > 0 ? `Means: ${means.join(', ')}.` : 'There are no pairs to compare.'
}

/** One row for each pair that is drawn. */
export function tabulateDistances(view: DistanceView): DataTable {
  const rows = view.pairs
    .filter(({ metric }) => metric === view.metric)
    .map((pair) => [
      pair.condition,
      pair.a,
      pair.b,
      (view.layer === 'overall' ? pair.mean : pair.layers[view.layer]) ?? null,
    ])
  return { columns: ['condition', 'ticket a', 'ticket b', metricNames[view.metric]], rows }
}
