import { Worker } from 'node:worker_threads'
import { workerEntry } from '../../locations.ts'
import type { AssignmentSetting, AssignmentTask } from './messages.ts'

/** Threads that match units while a device counts. */
export interface AssignmentCrew {
  /** Matches the pairs of one batch's layer, each in the room's places. */
  match(task: AssignmentTask): Promise<void>
  close(): Promise<void>
}

/** Parts that a task is cut into for each thread, so that all end at about the same time. */
const partsPerWorker = 4

interface Part {
  task: AssignmentTask
  done(): void
}

export function openAssignmentCrew(setting: AssignmentSetting, workers: number): AssignmentCrew {
  const waiting: Part[] = []
  const idle: Worker[] = []
  const running = new Map<Worker, Part>()
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => undefined) // it may come while nothing waits for it

  function advance(): void {
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      const part = waiting.shift()
      if (!part) return void idle.push(worker)
      running.set(worker, part)
      worker.postMessage(part.task)
    }
  }

  const crew = Array.from({ length: workers }, () => {
    const worker = new Worker(workerEntry(import.meta.url, './assignment-worker.ts'), { workerData: setting })
    worker.on('message', () => {
      running.get(worker)?.done()
      running.delete(worker)
      idle.push(worker)
      advance()
    })
    worker.once('error', broken.reject)
    idle.push(worker)
    return worker
  })

  return {
    async match({ pairs, ...task }) {
      const size = Math.ceil(pairs.length / (workers * partsPerWorker))
      const parts: Promise<void>[] = []
      for (let first = 0; first < pairs.length; first += size) {
        const { promise, resolve } = Promise.withResolvers<undefined>()
        parts.push(promise)
        waiting.push({
          task: { ...task, pairs: pairs.slice(first, first + size) },
          done: () => resolve(undefined),
        })
      }
      advance()
      await Promise.race([Promise.all(parts), broken.promise])
    },
    async close() {
      await Promise.all(crew.map((worker) => worker.terminate()))
    },
  }
}
