import { LabError } from '../../../shared/errors.ts'

export interface TaskControl<Phase> {
  signal: AbortSignal
  progress(phase: Phase, done: number, total: number): void
}

export interface TaskProgress<Phase> {
  name: string
  phase: Phase
  done: number
  total: number
  /** Null until there is a pace. */
  secondsLeft: number | null
}

/** Work on files: one piece at a time per name, each with its progress, and stoppable. */
export interface Tasks<Phase> {
  run<Value>(name: string, work: (control: TaskControl<Phase>) => Promise<Value>): Promise<Value>
  cancel(name: string): void
  close(): Promise<void>
}

/** Milliseconds between two reports of one task. */
const interval = 200

export function createTasks<Phase extends string>(tell: (progress: TaskProgress<Phase>) => void): Tasks<Phase> {
  const running = new Map<string, { abort: AbortController; done: Promise<unknown> }>()
  return {
    async run(name, work) {
      if (running.has(name))
        throw new LabError('data.exists', `${name}: is being read or written already; wait for it, or cancel it first`)
      const abort = new AbortController()
      const done = work({ signal: abort.signal, progress: createProgress(name, tell) })
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

function createProgress<Phase>(
  name: string,
  tell: (progress: TaskProgress<Phase>) => void,
): TaskControl<Phase>['progress'] {
  let phase: Phase | null = null
  let [started, first, told] = [0, 0, 0]
  return (next, done, total) => {
    const now = performance.now()
    if (next !== phase) [phase, started, first, told] = [next, now, done, 0]
    if (now - told < interval && done < total) return
    told = now
    const seconds = (now - started) / 1000
    const gained = done - first
    const secondsLeft = seconds > 0.5 && gained > 0 ? (seconds / gained) * (total - done) : null
    tell({ name, phase: next, done, total, secondsLeft })
  }
}
