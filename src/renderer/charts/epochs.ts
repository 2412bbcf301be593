import { meanOfTrials, type TrialMean } from '../../shared/mean-interval.ts'
import type { RoundMetrics } from '../../shared/results.ts'
import type { DataTable } from '../../shared/tables/table.ts'
import { axisStyle, legendStyle, tooltipStyle } from './axes.ts'
import type { ChartOption } from './echarts.ts'
import { formatMeasure, formatTick, measureRange, measureTitles, type Measure } from './measures.ts'
import type { Palette } from './palette.ts'
import { dashedIcon, describeMean, drawReference, drawTrials, reachOf } from './trial-lines.ts'
import type { TrialCurve } from './trial-shapes.ts'

/** One training run that every trial makes. */
export interface EpochRun {
  title: string
  kind: RoundMetrics['kind']
  round: number
}

/** A run by epoch, in every trial of a dataset, and the means of other runs to compare with. */
export interface EpochView {
  dataset: string
  run: EpochRun
  others: readonly EpochRun[]
  measure: Measure
  epochs: number
  metrics: readonly RoundMetrics[]
  /** A trial that is drawn strongly; null for none. */
  lit: number | null
}

type EpochData = Pick<EpochView, 'dataset' | 'measure' | 'epochs' | 'metrics'>

/** By epoch, 1 … E. */
export function collectCurves({ dataset, measure, epochs, metrics }: EpochData, { kind, round }: EpochRun) {
  const curves = new Map<number, (number | null)[]>()
  for (const run of metrics) {
    if (run.dataset !== dataset || run.kind !== kind || run.round !== round) continue
    const values = curves.get(run.trial) ?? Array.from({ length: epochs }, () => null)
    values[run.epoch - 1] = run[measure]
    curves.set(run.trial, values)
  }
  return [...curves].map(([trial, values]): TrialCurve => ({ trial, values })).toSorted((a, b) => a.trial - b.trial)
}

/** Over the trials that have got to each epoch. */
export function meansByEpoch(curves: readonly TrialCurve[], epochs: number): (TrialMean | null)[] {
  return Array.from({ length: epochs }, (_, epoch) => meanOfTrials(curves.flatMap(({ values }) => values[epoch] ?? [])))
}

export function buildEpochOption(view: EpochView, palette: Palette) {
  const { measure, epochs, run } = view
  const trials = collectCurves(view, run)
  const means = meansByEpoch(trials, epochs)
  const others = view.others.map((other) => ({
    name: `${other.title}, mean`,
    values: meansByEpoch(collectCurves(view, other), epochs).map((mean) => mean?.mean ?? null),
  }))
  const reach = [
    ...reachOf({ trials, means }),
    ...others.flatMap(({ values }) => values.filter((value) => value !== null)),
  ]
  const [color = palette.text, ...rest] = palette.series
  const look = {
    format: (value: number) => formatMeasure(measure, value),
    place: (epoch: number) => `epoch ${epoch + 1}`,
    lit: view.lit,
  }
  return {
    animation: false,
    grid: { left: 62, right: 14, top: 34, bottom: 44 },
    legend: legendStyle(palette, [run.title, ...others.map(({ name }) => ({ name, icon: dashedIcon }))]),
    tooltip: { ...tooltipStyle(palette), trigger: 'item' },
    xAxis: {
      ...axisStyle(palette, 'Epochs of this run'),
      type: 'category',
      nameGap: 28,
      data: Array.from({ length: epochs }, (_, epoch) => String(epoch + 1)),
    },
    yAxis: {
      ...axisStyle(palette, measureTitles[measure]),
      type: 'value',
      nameGap: 44,
      ...measureRange(measure, reach),
      axisLabel: { color: palette.text, fontSize: 11, formatter: (value: number) => formatTick(measure, value) },
    },
    series: [
      ...drawTrials({ name: run.title, color, trials, means }, look),
      ...others.map(({ name, values }, place) => drawReference(name, rest[place] ?? palette.text, values)),
    ],
  } satisfies ChartOption
}

export function summariseEpochs(view: EpochView): string {
  const means = meansByEpoch(collectCurves(view, view.run), view.epochs)
  const reached = means.findLastIndex((mean) => mean !== null)
  const now = means[reached]
  if (!now) return 'No epoch of this run has ended yet.'
  const format = (value: number): string => formatMeasure(view.measure, value)
  const others = view.others.flatMap((other) => {
    const mean = meansByEpoch(collectCurves(view, other), view.epochs)[reached]
    return mean ? [`, ${other.title} ${format(mean.mean)}`] : []
  })
  const mean = `${view.dataset}, ${view.run.title}: mean ${describeMean(now, format)}`
  return `${mean} after epoch ${reached + 1} of ${view.epochs}${others.join('')}. Band: 95 % t interval; thin lines are trials.`
}

/** A row for each trial and epoch. */
export function tabulateEpochs(view: EpochView): DataTable {
  const { dataset, measure } = view
  const rows = [view.run, ...view.others].flatMap((run) => {
    const curves = collectCurves(view, run)
    const means = meansByEpoch(curves, view.epochs)
    return means.flatMap((mean, epoch) => {
      const start = [dataset, run.kind, run.round, epoch + 1]
      const trials = curves.flatMap(({ trial, values }) => {
        const value = values[epoch] ?? null
        return value === null ? [] : [[...start, String(trial), value, null, null]]
      })
      return mean
        ? [[...start, 'mean', mean.mean, mean.interval?.[0] ?? null, mean.interval?.[1] ?? null], ...trials]
        : []
    })
  })
  return { columns: ['dataset', 'kind', 'round', 'epoch', 'trial', measure, '95 % CI low', '95 % CI high'], rows }
}
