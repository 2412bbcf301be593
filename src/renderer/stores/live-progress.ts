import type { StudyEvent } from '../../shared/protocol.ts'

/** What the events of a running study tell and its stored results do not. */
export interface LiveProgress {
  /** Images a second of each trial in training; key: dataset and trial. */
  speeds: Record<string, number>
  /** When this window first saw the study running, in milliseconds, and its progress (0…1) then. */
  since: { time: number; progress: number } | null
  distances: { done: number; total: number } | null
}

export const noProgress: LiveProgress = { speeds: {}, since: null, distances: null }

/** The live progress after one more event. */
export function followEvent(live: LiveProgress, event: StudyEvent, now: number): LiveProgress {
  switch (event.event) {
    case 'epoch':
      return { ...live, speeds: { ...live.speeds, [trialKey(event)]: event.imagesPerSecond } }
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
      return live.since ? live : { ...live, since: { time: now, progress: event.progress } }
    case 'study.finished':
      return noProgress
    case 'study.started':
    case 'round':
      return live
  }
}

/** Seconds left at the pace seen so far; null until there is a pace. */
export function remainingSeconds(live: LiveProgress, progress: number, now: number): number | null {
  if (!live.since) return null
  const gained = progress - live.since.progress
  const seconds = (now - live.since.time) / 1000
  return gained > 0.005 && seconds > 2 ? (seconds / gained) * (1 - progress) : null
}

/** Images a second of all trials in training together; 0 when none is. */
export function totalSpeed(live: LiveProgress): number {
  return Object.values(live.speeds).reduce((sum, speed) => sum + speed, 0)
}

function trialKey({ dataset, trial }: { dataset: string; trial: number }): string {
  return `${trial} ${dataset}`
}
