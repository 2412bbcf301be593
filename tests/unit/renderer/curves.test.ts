import { describe, expect, it } from 'vitest'
import {
  buildEpochOption,
  collectCurves,
  meansByEpoch,
  summariseEpochs,
  tabulateEpochs,
} from '../../../src/renderer/charts/epochs.ts'
import { lightPalette } from '../../../src/renderer/charts/palette.ts'
import {
  buildPruningOption,
  collectKeptShares,
  summarisePruning,
  tabulatePruning,
} from '../../../src/renderer/charts/pruning.ts'
import { compareWith, latestRun, listRuns } from '../../../src/renderer/features/monitor/runs.ts'
import type { RoundMetrics, StudyOutline } from '../../../src/shared/results.ts'

const metric = (trial: number, epoch: number, accuracy: number): RoundMetrics => ({
  ...{ dataset: 'd', trial, kind: 'winning' as const, round: 2, epoch, loss: 1 - accuracy, accuracy },
})
const run = { title: 'round 2', kind: 'winning' as const, round: 2 }
const dense = { title: 'dense', kind: 'winning' as const, round: 1 }
const view = {
  ...{ dataset: 'd', run, others: [dense], measure: 'accuracy' as const, epochs: 3, lit: null },
  metrics: [metric(2, 1, 0.6), metric(1, 1, 0.4), metric(1, 2, 0.5), { ...metric(3, 1, 0), round: 1 }],
}

describe('learning curves', () => {
  it('hold one run of every trial, in order', () => {
    expect(collectCurves(view, run)).toEqual([
      { trial: 1, values: [0.4, 0.5, null] },
      { trial: 2, values: [0.6, null, null] },
    ])
  })
  it('have a mean and its 95 % t interval over the trials that got there', () => {
    const [first, second, third] = meansByEpoch(collectCurves(view, run), 3)
    expect(first).toMatchObject({ n: 2 })
    expect(first?.mean).toBeCloseTo(0.5)
    // scipy.stats.t.interval(0.95, 1, 0.5, sem([0.4, 0.6]))
    expect(first?.interval?.[1]).toBeCloseTo(1.770620473617469, 10)
    expect(second).toEqual({ mean: 0.5, interval: null, n: 1 })
    expect(third).toBeNull()
  })
  it('are drawn trial by trial over the interval, with the means of other runs', () => {
    const { series, xAxis } = buildEpochOption(view, lightPalette)
    expect(series.map(({ name }) => name)).toEqual([
      'round 2, 95 % CI',
      'round 2, trials',
      'round 2, trials’ values',
      'round 2',
      'dense, mean',
    ])
    expect(series.at(-1)?.data).toEqual([0, null, null])
    expect(xAxis.data).toEqual(['1', '2', '3'])
  })
  it('are summed up and tabulated', () => {
    expect(summariseEpochs(view)).toBe(
      'd, round 2: mean 50.0 %, n = 1 after epoch 2 of 3. Band: 95 % t interval; thin lines are trials.',
    )
    expect(summariseEpochs({ ...view, dataset: 'other' })).toBe('No epoch of this run has ended yet.')
    const { rows } = tabulateEpochs({ ...view, measure: 'loss' })
    expect(rows).toContainEqual(['d', 'winning', 2, 2, '1', 0.5, null, null])
    expect(rows).toContainEqual(['d', 'winning', 2, 2, 'mean', 0.5, null, null])
  })
})

describe('runs', () => {
  it('are the rounds and both verifications; the latest is the furthest begun', () => {
    const runs = listRuns(2)
    expect(runs.map(({ title }) => title)).toEqual(['round 1', 'round 2', 'winning ticket', 'random twin'])
    expect(latestRun(runs, view.metrics, 'd')?.title).toBe('round 2')
    expect(latestRun(runs, view.metrics, 'other').title).toBe('round 1')
  })
  it('are compared with the dense network, verified tickets with their twins too', () => {
    const [first, second, winning, random] = listRuns(2)
    expect(
      [first, second, winning, random].map((one) => one && compareWith(listRuns(2), one).map(({ title }) => title)),
    ).toEqual([[], ['dense'], ['dense', 'random twin'], ['dense', 'winning ticket']])
  })
})

describe('the pruning chart', () => {
  const outline: Pick<StudyOutline, 'layers' | 'kept'> = {
    layers: [
      { name: 'conv1', kind: 'conv', shape: [1], weights: 100 },
      { name: 'conv2', kind: 'conv', shape: [1], weights: 300 },
      { name: 'output', kind: 'output', shape: [1], weights: 100 },
    ],
    kept: [
      [100, 300, 100],
      [80, 240, 50],
    ],
  }
  it('has a line for each kind of layer that there is, and for all', () => {
    expect(collectKeptShares(outline)).toEqual([
      { name: 'convolutions', shares: [1, 0.8] },
      { name: 'output', shares: [1, 0.5] },
      { name: 'all', shares: [1, 0.74] },
    ])
    expect(buildPruningOption(outline, lightPalette).series.map(({ name }) => name)).toEqual([
      'convolutions',
      'output',
      'all',
    ])
  })
  it('is summed up and tabulated by layer', () => {
    expect(summarisePruning(outline)).toBe('Kept after 1 round: convolutions 80.0 %, output 50.0 %, all 74.0 %.')
    expect(tabulatePruning(outline).rows[1]).toEqual([1, 80, 240, 50])
  })
})
