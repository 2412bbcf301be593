import { describe, expect, it } from 'vitest'
import { followEvent, noProgress, remainingSeconds, totalSpeed } from '../../../src/renderer/stores/live-progress.ts'
import type { StudyEvent } from '../../../src/shared/protocol.ts'

const study = 's1'
const epoch = (trial: number, imagesPerSecond: number): StudyEvent => ({
  event: 'epoch',
  study,
  dataset: 'digits',
  trial,
  kind: 'winning',
  round: 1,
  epoch: 1,
  loss: 1,
  accuracy: 0.5,
  imagesPerSecond,
  progress: 0.1,
})
const ticket = (trial: number, kind: 'winning' | 'random'): StudyEvent => ({
  event: 'ticket',
  study,
  ticket: 't',
  kind,
  dataset: 'digits',
  trial,
  accuracy: 0.5,
})
const changed = (status: 'running' | 'paused', progress: number): StudyEvent => ({
  event: 'study.changed',
  study,
  status,
  progress,
})

describe('followEvent', () => {
  it('adds the speeds of trials in training, until their random twin has ended', () => {
    const two = [epoch(0, 100), epoch(1, 50), epoch(0, 120), ticket(0, 'winning')].reduce(
      (live, event) => followEvent(live, event, 0),
      noProgress,
    )
    expect(totalSpeed(two)).toBe(170)
    expect(totalSpeed(followEvent(two, ticket(0, 'random'), 0))).toBe(50)
  })
  it('tells the time left from the pace since the study was first seen running', () => {
    const live = followEvent(followEvent(noProgress, changed('running', 0.2), 1000), changed('running', 0.3), 5000)
    const [low = 0, high = 0] = remainingSeconds(live, 0.4, 11_000) ?? []
    expect(low).toBeCloseTo(30)
    expect(high).toBeCloseTo(30)
    expect(remainingSeconds(live, 0.2, 11_000)).toBeNull()
  })
  it('tells a range once the pace of late differs from the pace of the whole', () => {
    // Half a percent a second at first, one percent a second since.
    const times = Array.from({ length: 21 }, (_, index) => index * 5)
    const progress = (second: number): number => (second <= 40 ? second * 0.005 : 0.2 + (second - 40) * 0.01)
    const live = times.reduce(
      (before, second) => followEvent(before, changed('running', progress(second)), second * 1000),
      noProgress,
    )
    const [low = 0, high = 0] = remainingSeconds(live, 0.8, 100_000) ?? []
    expect(low).toBeCloseTo(20, 0)
    expect(high).toBeCloseTo(25, 0)
  })
  it('forgets everything when the study stops', () => {
    const live = followEvent(followEvent(noProgress, epoch(0, 9), 0), changed('paused', 0.3), 1)
    expect(live).toEqual(noProgress)
  })
})
