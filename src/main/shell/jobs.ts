import { BrowserWindow, Notification } from 'electron'
import type { StudyEvent } from '../../shared/protocol.ts'

/** What the shell knows of the studies at work. */
export interface Jobs {
  follow(event: StudyEvent): void
  /** Names of the studies that run or wait to. */
  names(): string[]
}

const endings = {
  finished: 'Its tickets and distances are there to look at.',
  failed: 'What was finished is kept; the window says what went wrong.',
} as const

/** @param onIdle no study runs or waits any more */
export function followJobs(onIdle: () => void): Jobs {
  const active = new Set<string>()
  const names = new Map<string, string>()

  function forget(study: string): void {
    if (active.delete(study) && active.size === 0) onIdle()
  }

  return {
    names: () => [...active].map((study) => names.get(study) ?? study),
    follow(event) {
      if (event.event === 'study.started') names.set(event.study, event.name)
      if (event.event === 'study.changed') {
        if (event.status === 'running' || event.status === 'queued') active.add(event.study)
        else forget(event.study)
      }
      if (event.event === 'study.finished' && (event.status === 'finished' || event.status === 'failed'))
        notify(`${names.get(event.study) ?? 'A study'} ${event.status}`, endings[event.status])
    },
  }
}

/** Tells the person, unless they are looking. */
function notify(title: string, body: string): void {
  if (BrowserWindow.getFocusedWindow() || !Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', () => BrowserWindow.getAllWindows()[0]?.show())
  notification.show()
}
