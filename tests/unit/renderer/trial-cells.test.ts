import { describe, expect, it } from 'vitest'
import { buildTrialRows } from '../../../src/renderer/features/monitor/trial-cells.ts'
import type { RoundMetrics } from '../../../src/shared/results.ts'
import { presets, studySpecSchema } from '../../../src/shared/spec.ts'

const spec = studySpecSchema.parse({
  ...presets.sample,
  trials: 2,
  training: { ...presets.sample.training, epochs: 1 },
  pruning: { ...presets.sample.pruning, rounds: 2 },
})
const run = (round: number, kind: RoundMetrics['kind'] = 'winning'): RoundMetrics => ({
  dataset: 'digits',
  trial: 1,
  kind,
  round,
  epoch: 1,
  loss: 1,
  accuracy: 0.912,
})

describe('buildTrialRows', () => {
  const states = (status: 'running' | 'paused', metrics: RoundMetrics[], dataset = 'digits') =>
    buildTrialRows({ status, spec, metrics }, dataset).map(({ cells }) => cells.map(({ state }) => state))

  it('runs the first unfinished cell of a trial that has begun', () => {
    expect(states('running', [run(1)])).toEqual([
      ['done', 'running', 'waiting', 'waiting'],
      ['waiting', 'waiting', 'waiting', 'waiting'],
    ])
  })
  it('runs nothing while paused, and keeps datasets apart', () => {
    expect(states('paused', [run(1)])[0]).toEqual(['done', 'waiting', 'waiting', 'waiting'])
    expect(states('running', [run(1)], 'fashion')[0]).toEqual(['waiting', 'waiting', 'waiting', 'waiting'])
  })
  it('tells the ticket from its random twin and shows accuracies', () => {
    const metrics = [run(1), run(2), run(3, 'random')]
    const [row] = buildTrialRows({ status: 'running', spec, metrics }, 'digits')
    expect(row?.cells.map(({ column, state }) => `${column} ${state}`)).toEqual([
      '1 done',
      '2 done',
      'ticket running',
      'twin done',
    ])
    expect(row?.cells[3]?.title).toBe('trial 1, random twin: test accuracy 91.2 %')
  })
})
