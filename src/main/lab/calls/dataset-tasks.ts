import { LabError } from '../../../shared/errors.ts'
import type { DatasetEvent } from '../../../shared/protocol.ts'

export interface TaskControl {
  signal: AbortSignal
  progress(phase: DatasetEvent['phase'], done: number, total: number): void
}

/** Adding, inspecting and fetching: one at a time per name, each with its progress, and stoppable. */
export interface DatasetTasks {
  run<Value>(name: string, work: (control: TaskControl) => Promise<Value>): Promise<Value>
  cancel(name: string): void
  close(): Promise<void>
}

/** Milliseconds between two events of one task. */
const eventInterval = 200

export function createDatasetTasks(emit: (event: DatasetEvent) => void): DatasetTasks {
  const running = new Map<string, { abort: AbortController; done: Promise<unknown> }>()
  return {
    async run(name, work) {
      if (running.has(name)) {
        throw new LabError('data.exists', `${name}: is being read already; wait for it, or cancel it first`)
      }
      const abort = new AbortController()
      const done = work({ signal: abort.signal, progress: createProgress(name, emit) })
      running.set(name, { abort, done })
      try {
        return await done
      } finally {
        running.delete(name)
      }
    },
    cancel(name) {
      running.get(name)?.abort.abort()
    },
    async close() {
      const tasks = [...running.values()]
      for (const { abort } of tasks) abort.abort()
      await Promise.allSettled(tasks.map(({ done }) => done))
    },
  }
}

function createProgress(dataset: string, emit: (event: DatasetEvent) => void): TaskControl['progress'] {
  let phase: DatasetEvent['phase'] | null = null
  let [started, first, told] = [0, 0, 0]
  return (next, done, total) => {
    const now = performance.now()
    if (next !== phase) [phase, started, first, told] = [next, now, done, 0]
    if (now - told < eventInterval && done < total) return
    told = now
    const seconds = (now - started) / 1000
    const gained = done - first
    const secondsLeft = seconds > 0.5 && gained > 0 ? (seconds / gained) * (total - done) : null
    emit({ event: 'dataset.progress', dataset, phase: next, done, total, secondsLeft })
  }
}
