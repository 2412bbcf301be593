import type { StudyEvent } from '../../shared/protocol.ts'

/** A moment (milliseconds) and the study's progress then (0…1). */
export interface Moment {
  time: number
  progress: number
}

/** What the events of a running study tell and its stored results do not. */
export interface LiveProgress {
  /** Images a second of each trial in training; key: dataset and trial. */
  speeds: Record<string, number>
  /** When this window first saw the study running, and now and then since. */
  moments: readonly Moment[]
  distances: { done: number; total: number } | null
}

export const noProgress: LiveProgress = { speeds: {}, moments: [], distances: null }

/** Moments that are kept beside the first, and the milliseconds between two. */
const keptMoments = 12
const momentInterval = 2000

/** The live progress after one more event. */
export function followEvent(live: LiveProgress, event: StudyEvent, now: number): LiveProgress {
  switch (event.event) {
    case 'epoch':
      return {
        ...live,
        speeds: { ...live.speeds, [trialKey(event)]: event.imagesPerSecond },
        moments: addMoment(live.moments, { time: now, progress: event.progress }),
      }
    case 'ticket': {
      // The random twin is the last thing that a trial trains.
      if (event.kind === 'winning') return live
      const { [trialKey(event)]: _, ...speeds } = live.speeds
      return { ...live, speeds }
    }
    case 'distances':
      return { ...live, speeds: {}, distances: { done: event.done, total: event.total } }
    case 'study.changed':
      if (event.status !== 'running') return noProgress
      return { ...live, moments: addMoment(live.moments, { time: now, progress: event.progress }) }
    case 'study.finished':
      return noProgress
    case 'study.started':
    case 'notice':
    case 'round':
      return live
  }
}

function addMoment(moments: readonly Moment[], moment: Moment): readonly Moment[] {
  const last = moments.at(-1)
  if (last && moment.time - last.time < momentInterval) return moments
  const [first, ...others] = moments
  return first ? [first, ...others.slice(-(keptMoments - 1)), moment] : [moment]
}

/**
 * Seconds left, as a range: at the pace since the study was first seen running, and at the pace of late.
 * null until there is a pace.
 */
export function remainingSeconds(live: LiveProgress, progress: number, now: number): [number, number] | null {
  const paces = [live.moments[0], live.moments.at(-keptMoments)].flatMap((moment) => {
    if (!moment) return []
    const gained = progress - moment.progress
    const seconds = (now - moment.time) / 1000
    return gained > 0.005 && seconds > 2 ? [(seconds / gained) * (1 - progress)] : []
  })
  return paces.length > 0 ? [Math.min(...paces), Math.max(...paces)] : null
}

/** Images a second of all trials in training together; 0 when none is. */
export function totalSpeed(live: LiveProgress): number {
  return Object.values(live.speeds).reduce((sum, speed) => sum + speed, 0)
}

function trialKey({ dataset, trial }: { dataset: string; trial: number }): string {
  return `${trial} ${dataset}`
}
