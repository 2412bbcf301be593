import type { TrialMean } from '../../shared/mean-interval.ts'
import type { DataTable } from '../../shared/tables/table.ts'
import { inNumber } from '../../shared/numbers.ts'
import { axisStyle, legendStyle, tooltipStyle } from './axes.ts'
import type { ChartOption } from './echarts.ts'
import { formatMeasure, formatTick, measureRange, measureTitles, type Measure } from './measures.ts'
import type { Palette } from './palette.ts'
import { collectRounds, type RoundStudy } from './round-series.ts'
import { dashedIcon, drawReference, drawTrials, reachOf } from './trial-lines.ts'
import { drawTwins } from './twin-marks.ts'

export interface RoundView {
  study: RoundStudy
  measure: Measure
  /** A trial that is drawn strongly; null for none. */
  lit: number | null
}

/** A measure over rounds of pruning: per dataset every trial, the mean with its interval, dense, and random twins. */
export function buildRoundOption({ study, measure, lit }: RoundView, palette: Palette) {
  const all = collectRounds(study, measure)
  const last = study.spec.pruning.rounds
  const categories = Array.from({ length: last + 1 }, (_, pruned) => {
    const kept = study.density[pruned]
    return kept === undefined ? `${pruned}` : `${pruned}\n${(kept * 100).toFixed(1)}`
  })
  const values = all.flatMap(({ winning, means, twins, twinMean }) => [
    ...reachOf({ trials: winning, means }),
    ...twins.map(({ value }) => value),
    ...(twinMean?.interval ?? []),
  ])
  const look = { format: (value: number) => formatMeasure(measure, value), place: nameRound, lit }
  return {
    animation: false,
    grid: { left: 62, right: 20 + 10 * all.length, top: 34, bottom: 58 },
    legend: legendStyle(palette, [
      ...all.map(({ dataset }) => dataset),
      { name: 'dense', icon: dashedIcon },
      'random twins',
    ]),
    tooltip: { ...tooltipStyle(palette), trigger: 'item' },
    xAxis: {
      ...axisStyle(palette, 'Rounds of pruning; weights kept (%)'),
      type: 'category',
      nameGap: 42,
      boundaryGap: true,
      axisLabel: { color: palette.text, fontSize: 11, lineHeight: 15 },
      data: categories,
    },
    yAxis: {
      ...axisStyle(palette, measureTitles[measure]),
      type: 'value',
      nameGap: 44,
      ...measureRange(measure, values),
      axisLabel: { color: palette.text, fontSize: 11, formatter: (value: number) => formatTick(measure, value) },
    },
    series: [
      ...all.flatMap((series, place) => {
        const { dataset, winning, means } = series
        const color = palette.series[place % palette.series.length] ?? palette.text
        const dense = means[0]?.mean ?? null
        return [
          ...drawTrials({ name: dataset, color, trials: winning, means }, look),
          drawReference(`${dataset}, dense`, color, Array<number | null>(last + 1).fill(dense)),
          ...drawTwins(series, { color, last, beside: 14 + 10 * place }, look),
        ]
      }),
      // The legend's key to what is alike in every dataset.
      drawReference('dense', palette.text, []),
      { type: 'scatter' as const, name: 'random twins', color: palette.text, symbol: 'diamond', data: [] },
    ],
  } satisfies ChartOption
}

const nameRound = (pruned: number): string => (pruned === 0 ? 'dense' : `round ${pruned}`)

/** The chart in one sentence a dataset. */
export function summariseRounds({ study, measure }: Pick<RoundView, 'study' | 'measure'>): string {
  const format = (value: number): string => formatMeasure(measure, value)
  const short = ({ mean, interval }: TrialMean): string =>
    interval ? `${format(mean)} [${format(interval[0])}, ${format(interval[1])}]` : format(mean)
  const sentences = collectRounds(study, measure).flatMap(({ dataset, means, twinMean }) => {
    const reached = means.findLastIndex((mean) => mean !== null)
    const now = means[reached]
    if (!now) return []
    const dense = means[0]
    const from = dense && reached > 0 ? `, ${short(dense)} dense` : ''
    const kept = study.density[reached]
    const at = kept === undefined ? '' : ` with ${(kept * 100).toFixed(1)} % of the weights`
    const twins = twinMean ? `, random twins ${short(twinMean)}` : ''
    return [`${dataset}: ${short(now)} after ${reached} ${inNumber(reached, 'round')}${at}${from}${twins}.`]
  })
  if (sentences.length === 0) return 'No training run has ended yet.'
  return `${sentences.join(' ')} Means over ${countTrials(study)} with 95 % t intervals; thin lines are trials.`
}

/** As many as are behind each mean. */
function countTrials(study: RoundStudy): string {
  const all = collectRounds(study, 'accuracy').flatMap(({ means, twinMean }) => [...means, twinMean])
  const counts = all.flatMap((mean) => mean?.n ?? [])
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  return `${least === most ? most : `${least} to ${most}`} ${inNumber(most, 'trial')}`
}

/** One row for each point of the chart: a dataset's tickets after a round, and its random twins; a column a trial. */
export function tabulateRounds({ study, measure }: Pick<RoundView, 'study' | 'measure'>): DataTable {
  const all = collectRounds(study, measure)
  const trials = [...new Set(all.flatMap(({ winning }) => winning.map(({ trial }) => trial)))].toSorted((a, b) => a - b)
  const rows = all.flatMap(({ dataset, winning, means, twins, twinMean }) => {
    const last = means.length - 1
    const start = (kind: string, pruned: number, { mean, interval, n }: TrialMean) => [
      ...[dataset, kind, pruned, study.density[pruned] ?? null],
      ...[mean, interval?.[0] ?? null, interval?.[1] ?? null, n],
    ]
    const at = (pruned: number) =>
      trials.map((trial) => winning.find((curve) => curve.trial === trial)?.values[pruned] ?? null)
    return [
      ...means.flatMap((mean, pruned) => (mean ? [[...start('winning', pruned, mean), ...at(pruned)]] : [])),
      ...(twinMean
        ? [
            [
              ...start('random', last, twinMean),
              ...trials.map((trial) => twins.find((twin) => twin.trial === trial)?.value ?? null),
            ],
          ]
        : []),
    ]
  })
  return {
    columns: [
      ...['dataset', 'kind', 'round', 'kept share', `mean ${measure}`, '95 % CI low', '95 % CI high', 'trials'],
      ...trials.map((trial) => `trial ${trial}`),
    ],
    rows,
  }
}
