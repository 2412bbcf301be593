import type { StudyEvent } from '../../shared/protocol.ts'
import type { RoundMetrics, StudyDetail, StudyNotice } from '../../shared/results.ts'

/** A study as it is after some more of its events; reading it again would give the same. */
export function applyEvents(detail: StudyDetail, events: readonly StudyEvent[]): StudyDetail {
  const own = events.filter(({ study }) => study === detail.id)
  if (own.length === 0) return detail
  const next = { ...detail }
  const metrics = [...detail.metrics]
  // All that an epoch could stand among already: a study has tens of thousands.
  const trials = new Set(own.flatMap((event) => (event.event === 'epoch' ? event.trial : [])))
  const nearby = metrics.filter(({ trial }) => trials.has(trial))
  for (const event of own) {
    if (event.event === 'epoch') {
      const epoch = newEpoch(nearby, event)
      if (epoch) {
        metrics.push(epoch)
        nearby.push(epoch)
      }
      next.progress = event.progress
    }
    if (event.event === 'ticket') next.tickets += 1
    if (event.event === 'study.changed') Object.assign(next, { status: event.status, progress: event.progress })
    if (event.event === 'study.started') Object.assign(next, { engine: event.engine, device: event.device })
    if (event.event === 'notice') next.notices = addNotice(next.notices, event)
  }
  return { ...next, metrics }
}

/** An epoch that is trained again after a pause gives the same numbers and stands once: null for that. */
function newEpoch(
  metrics: readonly RoundMetrics[],
  { dataset, trial, kind, round, epoch, loss, accuracy }: StudyEvent & { event: 'epoch' },
): RoundMetrics | null {
  const isKnown = metrics.some(
    (other) =>
      other.trial === trial &&
      other.epoch === epoch &&
      other.round === round &&
      other.kind === kind &&
      other.dataset === dataset,
  )
  return isKnown ? null : { dataset, trial, kind, round, epoch, loss, accuracy }
}

/** The study may have been read since, with the notice in it. */
function addNotice(notices: StudyNotice[], { at, message }: StudyNotice): StudyNotice[] {
  const isKnown = notices.some((other) => other.at === at && other.message === message)
  return isKnown ? notices : [...notices, { at, message }]
}
