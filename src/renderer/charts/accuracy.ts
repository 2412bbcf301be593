import type { DataTable } from '../../shared/tables/table.ts'
import { collectAccuracies, type AccuracySeries, type AccuracyStudy, type Spread } from './accuracy-series.ts'
import { axisStyle, roundedRange, tooltipStyle } from './axes.ts'
import type { ChartOption } from './echarts.ts'
import type { Palette } from './palette.ts'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/**
 * Test accuracy over rounds of pruning: per dataset the mean over trials as a line, their range as a band, and the
 * random twins as diamonds beside the last round.
 */
export function buildAccuracyOption(study: AccuracyStudy, palette: Palette) {
  const all = collectAccuracies(study)
  const categories = Array.from({ length: study.spec.pruning.rounds + 1 }, (_, pruned) => {
    const kept = study.density[pruned]
    return kept === undefined ? `${pruned}` : `${pruned}\n${percent(kept)}`
  })
  const values = all.flatMap(({ winning, twins }) => [
    ...winning.flatMap((spread) => (spread ? [spread.min, spread.max] : [])),
    ...twins,
  ])
  return {
    animation: false,
    grid: { left: 62, right: 28, top: 34, bottom: 58 },
    legend: {
      top: 0,
      left: 'center',
      itemWidth: 16,
      itemHeight: 11,
      textStyle: { color: palette.text, fontSize: 12 },
      data: all.flatMap(({ dataset }) => [lineName(dataset), twinName(dataset)]),
    },
    tooltip: { ...tooltipStyle(palette), trigger: 'item' },
    xAxis: {
      ...axisStyle(palette, 'Rounds of pruning, and weights kept'),
      type: 'category',
      nameGap: 42,
      boundaryGap: true,
      axisLabel: { color: palette.text, fontSize: 11, lineHeight: 15 },
      data: categories,
    },
    yAxis: {
      ...axisStyle(palette, 'Test accuracy'),
      type: 'value',
      nameGap: 44,
      ...roundedRange(values, 0.05),
      axisLabel: { color: palette.text, fontSize: 11, formatter: (share: number) => `${Math.round(share * 100)} %` },
    },
    series: all.flatMap((series, place) =>
      buildSeries(
        series,
        palette.series[place % palette.series.length] ?? palette.text,
        categories.length - 1,
        12 + 10 * place,
      ),
    ),
  } satisfies ChartOption
}

const lineName = (dataset: string): string => `${dataset}, winning`
const twinName = (dataset: string): string => `${dataset}, random twins`

/**
 * Two stacked lines make the band: an unseen one at the lowest trial, and the range above it. The twins stand `beside`
 * pixels right of the last round, each dataset in its own column.
 */
function buildSeries(
  { dataset, winning, twins, twinSpread }: AccuracySeries,
  color: string,
  last: number,
  beside: number,
) {
  const band = { type: 'line', stack: `band ${dataset}`, symbol: 'none', silent: true, color } as const
  const unseen = { lineStyle: { opacity: 0 }, tooltip: { show: false } } as const
  const rounds = (spread: (typeof winning)[number], text: string): string =>
    spread
      ? `${dataset}, ${text}: ${percent(spread.mean)}\n${percent(spread.min)} to ${percent(spread.max)}, n = ${spread.trials}`
      : ''
  return [
    { ...band, ...unseen, name: `lowest ${dataset}`, data: winning.map((spread) => spread?.min ?? null) },
    {
      ...band,
      ...unseen,
      name: `range ${dataset}`,
      areaStyle: { color, opacity: 0.18 },
      data: winning.map((spread) => (spread ? spread.max - spread.min : null)),
    },
    {
      type: 'line',
      name: lineName(dataset),
      color,
      symbol: 'circle',
      symbolSize: 6,
      lineStyle: { width: 2 },
      data: winning.map((spread) => spread?.mean ?? null),
      tooltip: {
        formatter: ({ dataIndex }: { dataIndex: number }) => rounds(winning[dataIndex] ?? null, `round ${dataIndex}`),
      },
    },
    {
      type: 'scatter',
      name: twinName(dataset),
      color,
      symbol: 'diamond',
      data: [
        ...twins.map((accuracy) => ({
          value: [last, accuracy],
          symbolSize: 7,
          symbolOffset: [beside, 0],
          itemStyle: { opacity: 0.45 },
        })),
        ...(twinSpread ? [{ value: [last, twinSpread.mean], symbolSize: 14, symbolOffset: [beside, 0] }] : []),
      ],
      tooltip: { formatter: () => rounds(twinSpread, 'random twins, mean') },
    },
  ] satisfies ChartOption['series']
}

/** The chart in one sentence a dataset. */
export function summariseAccuracies(study: AccuracyStudy): string {
  const sentences = collectAccuracies(study).flatMap(({ dataset, winning, twinSpread }) => {
    const reached = winning.findLastIndex((spread) => spread !== null)
    const now = winning[reached]
    if (!now) return []
    const dense = winning[0]
    const from = dense && reached > 0 ? `, ${percent(dense.mean)} dense` : ''
    const kept = study.density[reached]
    const at = kept === undefined ? '' : ` with ${percent(kept)} of the weights`
    const twins = twinSpread ? `, random twins ${percent(twinSpread.mean)}` : ''
    return [
      `${dataset}: ${percent(now.mean)} after ${reached} ${reached === 1 ? 'round' : 'rounds'}${at}${from}${twins}.`,
    ]
  })
  if (sentences.length === 0) return 'No training run has ended yet.'
  return `${sentences.join(' ')} Lines are means over trials, bands reach from the lowest to the highest.`
}

/** One row for each point of the chart: a dataset's tickets after a round, and its random twins. */
export function tabulateAccuracies(study: AccuracyStudy): DataTable {
  const rows = collectAccuracies(study).flatMap(({ dataset, winning, twinSpread }) => [
    ...winning.flatMap((spread, round) =>
      spread ? [[dataset, 'winning', round, ...shown(study, round, spread)]] : [],
    ),
    ...(twinSpread ? [[dataset, 'random', winning.length - 1, ...shown(study, winning.length - 1, twinSpread)]] : []),
  ])
  return { columns: ['dataset', 'kind', 'round', 'kept share', 'mean accuracy', 'lowest', 'highest', 'trials'], rows }
}

function shown({ density }: AccuracyStudy, round: number, { mean, min, max, trials }: Spread) {
  return [density[round] ?? null, mean, min, max, trials]
}
