import { describe, expect, it } from 'vitest'
import { applyEvents } from '../../../src/renderer/stores/apply-event.ts'
import { extendLog, extendLogs, formatLogs, mergeNotices, parseLogs } from '../../../src/renderer/stores/study-log.ts'
import type { StudyEvent } from '../../../src/shared/protocol.ts'
import { presets, studySpecSchema } from '../../../src/shared/spec.ts'
import type { StudyDetail } from '../../../src/shared/results.ts'

const study = 's'
const key = { study, dataset: 'digits', trial: 2 }
const epoch: StudyEvent = {
  event: 'epoch',
  ...key,
  kind: 'winning',
  round: 1,
  epoch: 1,
  loss: 0.5,
  accuracy: 0.6,
  imagesPerSecond: 9,
  progress: 0.3,
}
const detail: StudyDetail = {
  ...{
    id: study,
    name: 'n',
    createdAt: '',
    tickets: 3,
    error: null,
    tags: [],
    note: '',
    density: [1],
    trainedWeights: true,
  },
  ...{ status: 'queued', progress: 0, engine: null, device: null, metrics: [], notices: [] },
  spec: studySpecSchema.parse(presets.sample),
}

describe('applyEvents', () => {
  it('gives what reading the study again would give', () => {
    const after = applyEvents(detail, [
      { event: 'study.started', study, name: 'n', engine: 'wasm', device: 'CPU', reason: 'asked for' },
      { event: 'study.changed', study, status: 'running', progress: 0.1 },
      epoch,
      { event: 'ticket', ...key, ticket: 't', kind: 'winning', accuracy: 0.5 },
    ])
    expect(after).toMatchObject({ engine: 'wasm', device: 'CPU', status: 'running', progress: 0.3, tickets: 4 })
    expect(after.metrics).toEqual([
      { dataset: 'digits', trial: 2, kind: 'winning', round: 1, epoch: 1, loss: 0.5, accuracy: 0.6 },
    ])
  })
  it('counts an epoch once, though it is trained again after a pause', () => {
    expect(applyEvents(applyEvents(detail, [epoch]), [epoch, epoch]).metrics).toHaveLength(1)
  })
  it('has a notice once, though the study was read again since it was said', () => {
    const notice: StudyEvent = {
      event: 'notice',
      study,
      at: '2026-01-02T03:04:05.678Z',
      message: 'the driver was reset',
    }
    const after = applyEvents(applyEvents(detail, [notice]), [notice])
    expect(after.notices).toEqual([{ at: notice.at, message: notice.message }])
  })
  it('leaves other studies alone', () => {
    expect(applyEvents(detail, [{ ...epoch, study: 'other' }])).toBe(detail)
  })
})

describe('extendLog', () => {
  it('says what happened, newest first, without what happens all the time', () => {
    const events: StudyEvent[] = [
      { event: 'study.changed', study, status: 'running', progress: 0 },
      { event: 'study.changed', study, status: 'running', progress: 0.1 },
      epoch,
      { event: 'round', ...key, round: 1, kept: { conv1: 10, output: 5 } },
      { event: 'study.finished', study, status: 'finished', seconds: 61.2 },
    ]
    const log = events.reduce<ReturnType<typeof extendLog>>((before, event, time) => extendLog(before, event, time), [])
    expect(log).toEqual([
      { time: 4, text: 'Ended as finished after 61 s' },
      { time: 3, text: 'digits, trial 2: round 1 pruned, 15 weights kept' },
      { time: 0, text: 'Now running' },
    ])
  })
})

describe('mergeNotices', () => {
  const log = [3000, 2000, 1000].map((time) => ({ time, text: `at ${time}` }))
  it('puts what the engine had to say between the entries, newest first', () => {
    const notices = [500, 2500, 2500].map((time, place) => ({ at: new Date(time).toISOString(), message: `n${place}` }))
    expect(mergeNotices(log, notices).map(({ text }) => text)).toEqual([
      'at 3000',
      'n2',
      'n1',
      'at 2000',
      'at 1000',
      'n0',
    ])
    expect(mergeNotices(log, [])).toBe(log)
  })
})

describe('the logs of studies', () => {
  const begun = (of: string): StudyEvent => ({ event: 'study.changed', study: of, status: 'running', progress: 0 })
  const names = ['__proto__', ...Array.from({ length: 13 }, (_, index) => `s${index}`)]
  const logs = names.reduce((before, name, time) => extendLogs(before, begun(name), time), parseLogs(null))

  it('are kept over a restart for the studies that were at work last, whatever they are called', () => {
    const again = extendLogs(logs, { event: 'study.finished', study: '__proto__', status: 'failed', seconds: 1 }, 99)
    const read = parseLogs(formatLogs(again))
    expect([...read.keys()]).toEqual([...names.slice(3), '__proto__'])
    expect(read.get('__proto__')?.map(({ time }) => time)).toEqual([99, 0])
  })
  it('stay the same object when nothing is worth a line', () => {
    expect(extendLogs(logs, epoch, 1)).toBe(logs)
  })
  it.each([null, '', '{', '{}', '[["s",[{"time":"now"}]]]'])('are empty after %s was kept', (text) => {
    expect(parseLogs(text).size).toBe(0)
  })
})
