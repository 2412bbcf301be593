import { LabError, plainError, type PlainError } from '../../../shared/errors.ts'
import type { HowToRun } from '../../../shared/how-to-run.ts'
import type { StudyEvent } from '../../../shared/protocol.ts'
import type { StudyStatus } from '../../../shared/results.ts'
import type { Store } from '../store/open.ts'

/** Milliseconds between two looks at what another process asks for. */
const listenEvery = 250

export interface RunControl {
  signal: AbortSignal
  pausing(): boolean
}

/** Runs studies one after another, in the order in which they were queued. */
export interface StudyQueue {
  enqueue(study: string, options: HowToRun): void
  /** A running study stops at the end of its epoch, a queued one is not begun. */
  pause(study: string): void
  /** A running study stops at once. */
  cancel(study: string): void
  /**
   * Stops at once and waits for it; what ran is left `paused`.
   * @param asked a person asked for the stop: what ran is not to go on by itself
   */
  close(asked: boolean): Promise<void>
}

interface Running {
  study: string
  abort: AbortController
  wish: 'pause' | 'cancel' | null
}

/**
 * @param progress of a study, 0…1
 * @param work trains and compares one study; rejects with LabError `interrupted` when it was stopped
 */
export function openStudyQueue(
  store: Store,
  emit: (event: StudyEvent) => void,
  progress: (study: string) => number,
  work: (study: string, options: HowToRun, control: RunControl) => Promise<void>,
): StudyQueue {
  const waiting: { study: string; options: HowToRun }[] = []
  let running: Running | null = null
  let closed = false
  let idle = Promise.resolve()

  function settle(study: string, status: StudyStatus, error: string | null = null, wish: Running['wish'] = null): void {
    store.studies.setStatus(study, status, error, wish)
    emit({ event: 'study.changed', study, status, progress: progress(study) })
  }

  async function run(study: string, options: HowToRun): Promise<void> {
    const current: Running = { study, abort: new AbortController(), wish: null }
    running = current
    const started = performance.now()
    const wish = (): Running['wish'] => {
      if (current.wish !== 'cancel') current.wish = store.studies.wish(study) ?? current.wish
      return current.wish
    }
    const pausing = (): boolean => {
      if (wish() === 'cancel') current.abort.abort()
      return wish() === 'pause'
    }
    let status: StudyStatus = 'finished'
    let error: PlainError | null = null
    // Another process asks through the store; epochs may be long, so it is heard between them, too.
    const listening = setInterval(() => {
      try {
        pausing()
      } catch (thrown) {
        unheard = thrown
        current.abort.abort()
      }
    }, listenEvery)
    let unheard: unknown = null
    try {
      if (wish() !== null) throw new LabError('interrupted', 'stopped before it began')
      settle(study, 'running')
      await work(study, options, { signal: current.abort.signal, pausing })
    } catch (thrown) {
      const stopped = current.abort.signal.aborted || (thrown instanceof LabError && thrown.code === 'interrupted')
      if (stopped) status = current.wish === 'cancel' ? 'cancelled' : 'paused'
      else {
        status = 'failed'
        error = plainError(thrown)
      }
    } finally {
      clearInterval(listening)
    }
    if (unheard !== null) {
      status = 'failed'
      error = plainError(unheard)
    }
    running = null
    // The disk may be full: then the status stays `running` and becomes `paused` at the next start.
    try {
      settle(study, status, error?.message ?? null, status === 'paused' ? current.wish : null)
    } catch (thrown) {
      error ??= plainError(thrown)
      status = 'failed'
    }
    const seconds = (performance.now() - started) / 1000
    emit({ event: 'study.finished', study, status, seconds, ...(error && { error }) })
  }

  async function drain(): Promise<void> {
    for (let next = waiting.shift(); next && !closed; next = waiting.shift()) await run(next.study, next.options)
  }

  function dequeue(study: string): boolean {
    const place = waiting.findIndex((entry) => entry.study === study)
    if (place >= 0) waiting.splice(place, 1)
    return place >= 0
  }

  return {
    enqueue(study, options) {
      if (running?.study === study || waiting.some((entry) => entry.study === study)) return
      store.studies.setAsked(study, options)
      settle(study, 'queued')
      waiting.push({ study, options })
      idle = idle.then(drain)
    },
    pause(study) {
      if (running?.study === study) running.wish = 'pause'
      else if (dequeue(study)) settle(study, 'paused', null, 'pause')
      else store.studies.setWish(study, 'pause')
    },
    cancel(study) {
      if (running?.study === study) {
        running.wish = 'cancel'
        running.abort.abort()
      } else {
        dequeue(study)
        settle(study, 'cancelled')
      }
    },
    async close(asked) {
      closed = true
      if (running && asked) running.wish ??= 'pause'
      running?.abort.abort()
      await idle
    },
  }
}
