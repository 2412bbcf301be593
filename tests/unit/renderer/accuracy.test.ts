import { describe, expect, it } from 'vitest'
import type { AccuracyStudy } from '../../../src/renderer/charts/accuracy-series.ts'
import { buildAccuracyOption, summariseAccuracies } from '../../../src/renderer/charts/accuracy.ts'
import { lightPalette } from '../../../src/renderer/charts/palette.ts'
import type { RoundMetrics } from '../../../src/shared/results.ts'

const run = (
  trial: number,
  kind: RoundMetrics['kind'],
  round: number,
  epoch: number,
  accuracy: number,
): RoundMetrics => ({
  dataset: 'digits',
  trial,
  kind,
  round,
  epoch,
  loss: 1,
  accuracy,
})

const study: AccuracyStudy = {
  spec: { datasets: [{ name: 'digits' }], training: { epochs: 2 }, pruning: { rounds: 2 } },
  density: [1, 0.8, 0.64],
  metrics: [
    run(0, 'winning', 1, 1, 0.1),
    run(0, 'winning', 1, 2, 0.8),
    run(1, 'winning', 1, 2, 0.9),
    run(0, 'winning', 2, 2, 0.7),
    run(0, 'winning', 3, 1, 0.2),
    run(0, 'random', 3, 2, 0.5),
    run(1, 'random', 3, 2, 0.6),
  ],
}

const option = buildAccuracyOption(study, lightPalette)
const seriesNamed = (name: string) => option.series.find((series) => series.name === name)

describe('buildAccuracyOption', () => {
  it('puts training run r after r − 1 rounds of pruning, at its last epoch alone', () => {
    const mean = seriesNamed('digits, winning')?.data
    expect(mean?.[0]).toBeCloseTo(0.85)
    expect(mean?.[1]).toBeCloseTo(0.7)
    expect(mean?.[2]).toBeNull()
  })

  it('draws the range over trials as lowest plus width', () => {
    expect(seriesNamed('lowest digits')?.data?.[0]).toBeCloseTo(0.8)
    expect(seriesNamed('range digits')?.data?.[0]).toBeCloseTo(0.1)
  })

  it('names each round and the share of weights kept', () => {
    expect(option.xAxis.data).toEqual(['0\n100.0 %', '1\n80.0 %', '2\n64.0 %'])
  })

  it('sets random twins and their mean at the last round', () => {
    const twins = seriesNamed('digits, random twins')?.data
    expect(twins).toHaveLength(3)
    expect(twins?.[2]).toMatchObject({ value: [2, 0.55], symbolSize: 14 })
  })

  it('keeps every value inside an axis that does not start at zero', () => {
    expect(option.yAxis.min).toBeGreaterThan(0.4)
    expect(option.yAxis.min).toBeLessThan(0.5)
    expect(option.yAxis.max).toBeGreaterThan(0.9)
  })

  it('draws tooltips without HTML', () => {
    expect(option.tooltip.renderMode).toBe('richText')
  })

  it('shows nothing, without failing, before the first run has ended', () => {
    const empty = { ...study, metrics: [] }
    expect(buildAccuracyOption(empty, lightPalette).series[2]?.data).toEqual([null, null, null])
    expect(summariseAccuracies(empty)).toBe('No training run has ended yet.')
  })
})

describe('summariseAccuracies', () => {
  it('names the last round reached, its density, the dense network and the twins', () => {
    expect(summariseAccuracies(study)).toBe(
      'digits: 70.0 % after 1 round with 80.0 % of the weights, 85.0 % dense, random twins 55.0 %. Lines are means over trials, bands reach from the lowest to the highest.',
    )
  })
})
