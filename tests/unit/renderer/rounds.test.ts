import { describe, expect, it } from 'vitest'
import { lightPalette } from '../../../src/renderer/charts/palette.ts'
import type { RoundStudy } from '../../../src/renderer/charts/round-series.ts'
import { buildRoundOption, summariseRounds, tabulateRounds } from '../../../src/renderer/charts/rounds.ts'
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

const study: RoundStudy = {
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

const view = { study, measure: 'accuracy' as const, lit: null }
const option = buildRoundOption(view, lightPalette)
const seriesNamed = (name: string) => option.series.find((series) => series.name === name)
/** Of two trials: half the difference times t(0.975; 1). */
const halfWidth = (a: number, b: number) => (12.706204736174694 * Math.abs(a - b)) / 2

describe('buildRoundOption', () => {
  it('puts training run r after r − 1 rounds of pruning, at its last epoch alone', () => {
    const mean = seriesNamed('digits')?.data
    expect(mean?.[0]).toBeCloseTo(0.85)
    expect(mean?.[1]).toBeCloseTo(0.7)
    expect(mean?.[2]).toBeNull()
  })

  it('draws the 95 % interval over trials as a band, and none of one trial', () => {
    const half = halfWidth(0.8, 0.9)
    expect(seriesNamed('digits, 95 % CI')?.data).toEqual([
      [0, expect.closeTo(0.85 - half), expect.closeTo(0.85 + half)],
    ])
  })

  it('draws the dense mean over all rounds to compare with', () => {
    const dense = seriesNamed('digits, dense')?.data
    expect(dense).toHaveLength(3)
    expect(dense?.[2]).toBeCloseTo(0.85)
  })

  it('names each round and the share of weights kept', () => {
    expect(option.xAxis.data).toEqual(['0\n100.0', '1\n80.0', '2\n64.0'])
  })

  it('sets random twins and their mean at the last round', () => {
    const twins = seriesNamed('digits, random twins')?.data
    expect(twins).toHaveLength(3)
    expect(twins?.[2]).toMatchObject({ value: [2, 0.55], symbolSize: 14 })
  })

  it('keeps every value inside an axis that stays within what the measure can be', () => {
    expect(option.yAxis).toMatchObject({ min: 0, max: 1 })
    const loss = buildRoundOption({ ...view, measure: 'loss' }, lightPalette).yAxis
    expect(loss.max).toBeGreaterThan(1)
    expect(loss.name).toBe('Training loss (cross-entropy, nats)')
  })

  it('draws tooltips without HTML', () => {
    expect(option.tooltip.renderMode).toBe('richText')
  })

  it('shows nothing, without failing, before the first run has ended', () => {
    const empty = { ...view, study: { ...study, metrics: [] } }
    const series = buildRoundOption(empty, lightPalette).series
    expect(series.find(({ name }) => name === 'digits')?.data).toEqual([null, null, null])
    expect(summariseRounds(empty)).toBe('No training run has ended yet.')
  })
})

describe('summariseRounds', () => {
  it('names the last round reached, its density, the dense network and the twins, with intervals', () => {
    expect(summariseRounds(view)).toBe(
      'digits: 70.0 % after 1 round with 80.0 % of the weights, 85.0 % [21.5 %, 148.5 %] dense, random twins 55.0 % [−8.5 %, 118.5 %]. Means over 1 to 2 trials with 95 % t intervals; thin lines are trials.',
    )
  })
})

describe('tabulateRounds', () => {
  it('has a row for each mean, with interval, n and every trial', () => {
    const { columns, rows } = tabulateRounds(view)
    expect(columns.slice(4)).toEqual(['mean accuracy', '95 % CI low', '95 % CI high', 'trials', 'trial 0', 'trial 1'])
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      ['digits', 'winning', 0, 1],
      ['digits', 'winning', 1, 0.8],
      ['digits', 'random', 2, 0.64],
    ])
    expect(rows[1]?.slice(4)).toEqual([0.7, null, null, 1, 0.7, null])
    expect(rows[2]?.slice(7)).toEqual([2, 0.5, 0.6])
  })
})
