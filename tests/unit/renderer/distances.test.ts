import { describe, expect, it } from 'vitest'
import { buildDistanceOption, categoryOf, summariseDistances } from '../../../src/renderer/charts/distances.ts'
import { darkPalette, lightPalette } from '../../../src/renderer/charts/palette.ts'
import type { ConditionRow, Metric, PairDistance } from '../../../src/shared/results.ts'

const row = (
  metric: Metric,
  layer: string,
  condition: string,
  mean: number | null,
  sd: number | null,
): ConditionRow => ({
  metric,
  layer,
  condition,
  n: 2,
  mean,
  sd,
  meanDifference: null,
  t: null,
  df: null,
  p: null,
  pHolm: null,
  pPermutation: null,
  cohensD: null,
  effect: null,
  meanDifferenceInterval: null,
  cohensDInterval: null,
})
const pair = (metric: Metric, condition: string, mean: number, conv1: number): PairDistance => ({
  a: 'a',
  b: 'b',
  condition,
  metric,
  layers: { conv1 },
  mean,
})

const view = {
  metric: 'nnstd-signed',
  layer: 'overall',
  table: [
    row('nnstd', 'overall', 'random', 0.5, 0.1),
    row('nnstd-signed', 'overall', 'winning digits', 0.7, 0.01),
    row('nnstd-signed', 'overall', 'random', 0.8, null),
    row('nnstd-signed', 'conv1', 'winning digits', 0.3, 0.01),
  ],
  pairs: [
    pair('nnstd', 'random', 0.5, 0.5),
    pair('nnstd-signed', 'winning digits', 0.69, 0.3),
    pair('nnstd-signed', 'winning digits', 0.71, 0.31),
    pair('nnstd-signed', 'random', 0.8, 0.4),
  ],
} as const

describe('buildDistanceOption', () => {
  const option = buildDistanceOption(view, lightPalette)
  const points = option.series[0]

  it('shows the conditions and pairs of one metric and layer, in the order of the table', () => {
    expect(option.xAxis[0]).toMatchObject({ data: ['winning digits', 'random'] })
    expect(points?.data.map((point) => ('value' in point ? point.value[1] : null))).toEqual([0.69, 0.71, 0.8])
    const conv1 = buildDistanceOption({ ...view, layer: 'conv1' }, lightPalette)
    expect(conv1.series[0]?.data.map((point) => ('value' in point ? point.value[1] : null))).toEqual([0.3, 0.31])
  })

  it('spreads points sideways inside their category, the same way every time', () => {
    const places = points?.data.map((point) => ('value' in point ? (point.value[0] ?? 0) : 0)) ?? []
    expect(Math.round(places[0] ?? 9)).toBe(0)
    expect(Math.round(places[2] ?? 9)).toBe(1)
    expect(places[0]).not.toBe(places[1])
    expect(buildDistanceOption(view, lightPalette).series[0]).toMatchObject({ data: points?.data })
  })

  it('marks mean and SD, and leaves out an undefined SD', () => {
    expect(option.series.map(({ name }) => name)).toEqual([
      'pairs',
      'mean winning digits',
      'SD winning digits',
      'mean random',
    ])
    expect(option.series[2]?.data).toEqual([
      [0, 0.7 - 0.01],
      [0, 0.7 + 0.01],
    ])
  })

  it('has a range around the values, titles, and the colours of its palette', () => {
    expect(option.yAxis).toMatchObject({ min: 0.68, max: 0.82, name: 'NNSTD± distance' })
    expect(points?.data[0]).toMatchObject({ itemStyle: { color: lightPalette.conditions.winning } })
    expect(buildDistanceOption(view, darkPalette).yAxis.axisLabel.color).toBe(darkPalette.text)
  })
})

describe('words', () => {
  it('finds the category of a condition, also of a dataset called after one', () => {
    expect(['winning random', 'mixed a b', 'random', 'between a b'].map(categoryOf)).toEqual([
      'winning',
      'mixed',
      'random',
      'between',
    ])
  })
  it('sums the plot up', () => {
    expect(summariseDistances(view)).toBe(
      'Means: winning digits 0.700, random 0.800. Each point is a pair; bars are mean ± SD.',
    )
    expect(summariseDistances({ ...view, table: [] })).toBe('There are no pairs to compare.')
  })
})
