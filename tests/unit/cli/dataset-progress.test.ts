import { expect, test } from 'vitest'
import { describeProgress } from '../../../src/main/cli/dataset-progress.ts'

const event = { event: 'dataset.progress', dataset: 'x', done: 250, total: 1000, secondsLeft: null } as const

test('a bar, the share, and the time left once it is known', () => {
  expect(describeProgress({ ...event, phase: 'read' })).toBe('reading ██████░░░░░░░░░░░░░░░░░░  25.0 %')
  expect(describeProgress({ ...event, phase: 'read', secondsLeft: 200 })).toMatch(/25\.0 % · 3 min 20 s left$/)
  expect(describeProgress({ ...event, phase: 'download', total: 2 ** 21 })).toMatch(
    /^downloading .* 0\.0 % of 2\.?0? MiB$/,
  )
  expect(describeProgress({ ...event, phase: 'store', done: 0, total: 1 })).toBe('storing …')
})
