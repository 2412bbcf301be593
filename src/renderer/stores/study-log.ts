import { z } from 'zod'
import type { StudyEvent } from '../../shared/protocol.ts'
import type { StudyNotice } from '../../shared/results.ts'

const entrySchema = z.object({
  /** Milliseconds since 1970. */
  time: z.number(),
  text: z.string(),
})
const logsSchema = z.array(z.tuple([z.string(), z.array(entrySchema)]))

export type LogEntry = z.infer<typeof entrySchema>
/** By study, newest entry first. */
export type StudyLogs = ReadonlyMap<string, readonly LogEntry[]>

/** Entries that are kept of each study, and studies whose entries are kept over restarts: the latest. */
const entriesKept = 400
const studiesKept = 12

/** The logs after one more event; the study it is about comes last. */
export function extendLogs(logs: StudyLogs, event: StudyEvent, time: number): StudyLogs {
  const before = logs.get(event.study) ?? []
  const log = extendLog(before, event, time)
  if (log === before) return logs
  return new Map([...[...logs].filter(([study]) => study !== event.study), [event.study, log]])
}

export function formatLogs(logs: StudyLogs): string {
  return JSON.stringify([...logs].slice(-studiesKept))
}

/** Logs that were kept; what does not fit any more is as at first. */
export function parseLogs(text: string | null): StudyLogs {
  try {
    return new Map(logsSchema.parse(JSON.parse(text ?? '[]')))
  } catch {
    return new Map()
  }
}

/** The log after one more event; what happens several times a second is left out. */
export function extendLog(log: readonly LogEntry[], event: StudyEvent, time: number): readonly LogEntry[] {
  const text = describeEvent(event)
  if (text === null || (log[0]?.text === text && event.event === 'study.changed')) return log
  return [{ time, text }, ...log].slice(0, entriesKept)
}

/** A study's log with what its engine had to say in between, newest first. */
export function mergeNotices(log: readonly LogEntry[], notices: readonly StudyNotice[]): readonly LogEntry[] {
  if (notices.length === 0) return log
  const said = notices.map(({ at, message }) => ({ time: Date.parse(at), text: message })).toReversed()
  return [...said, ...log].sort((a, b) => b.time - a.time)
}

function describeEvent(event: StudyEvent): string | null {
  const place = (trial: { dataset: string; trial: number }): string => `${trial.dataset}, trial ${trial.trial}`
  switch (event.event) {
    case 'study.started':
      return `Begun on ${event.device} (${event.reason})`
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
    case 'notice': // the study keeps it
      return null
  }
}
