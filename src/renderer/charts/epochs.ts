import type { RoundMetrics } from '../../shared/results.ts'
import type { DataTable } from '../../shared/tables/table.ts'
import { axisStyle, roundedRange, tooltipStyle } from './axes.ts'
import type { ChartOption } from './echarts.ts'
import type { Palette } from './palette.ts'

export type Measure = 'accuracy' | 'loss'

/** One training run by epoch, in every trial of a dataset. */
export interface EpochView {
  dataset: string
  kind: RoundMetrics['kind']
  round: number
  measure: Measure
  epochs: number
  metrics: readonly RoundMetrics[]
}

export interface EpochCurve {
  trial: number
  /** By epoch, 1 … E; null where the trial has not got there. */
  values: (number | null)[]
}

export const measureTitles: Record<Measure, string> = { accuracy: 'Test accuracy', loss: 'Training loss' }

export function collectCurves({ dataset, kind, round, measure, epochs, metrics }: EpochView): EpochCurve[] {
  const curves = new Map<number, (number | null)[]>()
  for (const run of metrics) {
    if (run.dataset !== dataset || run.kind !== kind || run.round !== round) continue
    const values = curves.get(run.trial) ?? Array.from({ length: epochs }, () => null)
    values[run.epoch - 1] = run[measure]
    curves.set(run.trial, values)
  }
  return [...curves].map(([trial, values]) => ({ trial, values })).toSorted((a, b) => a.trial - b.trial)
}

/** Mean and SD (n − 1) over the trials that have got to each epoch; no SD of a single one. */
export function spreadOverTrials(curves: readonly EpochCurve[], epochs: number) {
  return Array.from({ length: epochs }, (_, epoch) => {
    const values = curves.flatMap((curve) => curve.values[epoch] ?? [])
    if (values.length === 0) return null
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null, trials: values.length }
  })
}

/** Every trial as a thin line that lights up under the pointer; over them the mean, and one SD to both sides. */
export function buildEpochOption(view: EpochView, palette: Palette) {
  const curves = collectCurves(view)
  const spread = spreadOverTrials(curves, view.epochs)
  const values = curves.flatMap((curve) => curve.values.filter((value) => value !== null && Number.isFinite(value)))
  const isShare = view.measure === 'accuracy'
  const format = (value: number): string => (isShare ? `${(value * 100).toFixed(1)} %` : value.toFixed(3))
  const [color = palette.text] = palette.series
  const line = { type: 'line', color, symbol: 'circle', symbolSize: 4 } as const
  return {
    animation: false,
    grid: { left: 58, right: 14, top: 12, bottom: 44 },
    tooltip: { ...tooltipStyle(palette), trigger: 'item' },
    xAxis: {
      ...axisStyle(palette, 'Epochs of this run'),
      type: 'category',
      nameGap: 28,
      data: Array.from({ length: view.epochs }, (_, epoch) => String(epoch + 1)),
    },
    yAxis: {
      ...axisStyle(palette, measureTitles[view.measure]),
      type: 'value',
      nameGap: 42,
      ...roundedRange(values, isShare ? 0.1 : 0.2),
      axisLabel: {
        color: palette.text,
        fontSize: 11,
        formatter: (value: number) => (isShare ? `${Math.round(value * 100)} %` : value.toFixed(1)),
      },
    },
    series: [
      ...curves.map(({ trial, values: points }) => ({
        ...line,
        name: `trial ${trial}`,
        data: points,
        lineStyle: { width: 1, opacity: 0.35 },
        itemStyle: { opacity: 0.35 },
        emphasis: { lineStyle: { width: 3, opacity: 1 }, itemStyle: { opacity: 1 } },
        tooltip: { formatter: ({ value }: { value: unknown }) => `trial ${trial}: ${format(Number(value))}` },
      })),
      {
        ...line,
        name: 'mean',
        color: palette.text,
        data: spread.map((epoch) => epoch?.mean ?? null),
        lineStyle: { width: 2.5 },
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const at = spread[dataIndex]
            return at ? `mean ${format(at.mean)}${at.sd === null ? '' : ` ± ${format(at.sd)}`}, n = ${at.trials}` : ''
          },
        },
      },
      ...(['low', 'high'] as const).map((side) => ({
        ...line,
        name: `${side} SD`,
        color: palette.text,
        symbol: 'none',
        silent: true,
        data: spread.map((epoch) =>
          epoch === null || epoch.sd === null ? null : epoch.mean + (side === 'low' ? -epoch.sd : epoch.sd),
        ),
        lineStyle: { width: 1, type: 'dashed' as const },
      })),
    ],
  } satisfies ChartOption
}

export function summariseEpochs(view: EpochView): string {
  const spread = spreadOverTrials(collectCurves(view), view.epochs)
  const reached = spread.findLastIndex((epoch) => epoch !== null)
  const now = spread[reached]
  if (!now) return 'No epoch of this run has ended yet.'
  const value = view.measure === 'accuracy' ? `${(now.mean * 100).toFixed(1)} %` : now.mean.toFixed(3)
  const title = measureTitles[view.measure].toLowerCase()
  return `Mean ${title} ${value} after epoch ${reached + 1} of ${view.epochs}, n = ${now.trials}; dashed: ± SD.`
}

export function tabulateEpochs(view: EpochView): DataTable {
  const rows = collectCurves(view).flatMap(({ trial, values }) =>
    values.flatMap((value, epoch) =>
      value === null ? [] : [[view.dataset, view.kind, view.round, trial, epoch + 1, value]],
    ),
  )
  return { columns: ['dataset', 'kind', 'round', 'trial', 'epoch', measureTitles[view.measure]], rows }
}
