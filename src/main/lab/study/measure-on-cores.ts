import { Worker } from 'node:worker_threads'
import { LabError } from '../../../shared/errors.ts'
import { workerEntry } from '../locations.ts'
import type { DistanceAnswer, DistanceTask } from './distance-messages.ts'
import type { PairMeasurement } from './pair-measurement.ts'

/**
 * Measures pairs of networks on the CPU, in worker threads, and reports each as it is done.
 * @throws LabError `interrupted` when aborted, `network.invalid` when two networks differ in shape
 */
export async function measureOnCores(measurement: PairMeasurement): Promise<void> {
  const { networks, pairs, options, onResult, signal } = measurement
  let next = 0
  const workers = Array.from({ length: Math.min(measurement.workers, pairs.length) }, () => {
    const worker = new Worker(workerEntry(import.meta.url, './distance-worker.ts'))
    const done = new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        reject(new LabError('interrupted', 'measuring distances was stopped; resume to go on'))
      }
      // Not after the running pair: one of large networks may take seconds.
      signal?.addEventListener('abort', stop, { once: true })
      const say = (task: DistanceTask): void => worker.postMessage(task)
      const advance = (): void => {
        const pair = next++
        const indices = pairs[pair]
        if (signal?.aborted) return stop()
        if (indices) say({ kind: 'measure', pair, ...indices, options })
        else resolve()
      }
      worker.on('message', (answer: DistanceAnswer) => {
        if ('error' in answer) return reject(new LabError(answer.error.code, answer.error.message))
        try {
          onResult(answer.pair, answer.distances)
          advance()
        } catch (thrown) {
          reject(thrown instanceof Error ? thrown : new Error(String(thrown)))
        }
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new LabError('internal', 'a distance worker ended early; try again')))
      say({ kind: 'networks', networks: [...networks] })
      advance()
    })
    return { worker, done }
  })
  try {
    await Promise.all(workers.map(({ done }) => done))
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.terminate()))
  }
}
