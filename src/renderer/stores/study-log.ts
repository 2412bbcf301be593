import type { StudyEvent } from '../../shared/protocol.ts'

export interface LogEntry {
  /** Milliseconds since 1970. */
  time: number
  text: string
}

/** Entries that are kept of each study. */
const entriesKept = 400

/** The log after one more event; what happens several times a second is left out. */
export function extendLog(log: readonly LogEntry[], event: StudyEvent, time: number): readonly LogEntry[] {
  const text = describeEvent(event)
  if (text === null || (log[0]?.text === text && event.event === 'study.changed')) return log
  return [{ time, text }, ...log].slice(0, entriesKept)
}

function describeEvent(event: StudyEvent): string | null {
  const place = (trial: { dataset: string; trial: number }): string => `${trial.dataset}, trial ${trial.trial}`
  switch (event.event) {
    case 'study.started':
      return `Begun on ${event.device}`
    case 'round': {
      const kept = Object.values(event.kept).reduce((sum, count) => sum + count, 0)
      return `${place(event)}: round ${event.round} pruned, ${kept} weights kept`
    }
    case 'ticket':
      return `${place(event)}: ${event.kind} ticket verified, ${(event.accuracy * 100).toFixed(1)} % test accuracy`
    case 'study.changed':
      return `Now ${event.status}`
    case 'study.finished':
      return `Ended as ${event.status} after ${event.seconds.toFixed(0)} s${event.error ? `: ${event.error.message}` : ''}`
    case 'epoch':
    case 'distances':
      return null
  }
}
