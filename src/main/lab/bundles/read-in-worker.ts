import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { LabError, type Outcome } from '../../../shared/errors.ts'
import { workerEntry } from '../locations.ts'
import type { BundleAnswer, BundleTask } from './bundle-messages.ts'
import type { ForeignNetwork } from './formats/foreign-network.ts'

/**
 * Reads a bundle that nobody vouches for in a worker thread with little memory of its own and no database.
 * @throws LabError `bundle.invalid`, `bundle.newer`, `data.missing`
 */
export function readInWorker(task: BundleTask): Promise<BundleAnswer> {
  return askWorker(workerEntry(import.meta.url, './bundle-worker.ts'), task)
}

/** The same for a network of another program. */
export function readForeignInWorker(path: string): Promise<ForeignNetwork> {
  return askWorker(workerEntry(import.meta.url, './foreign-worker.ts'), { path })
}

async function askWorker<Answer>(entry: URL, task: { path: string }): Promise<Answer> {
  const worker = new Worker(entry, {
    workerData: task,
    env: {},
    // Weights are held outside the heap; the readers bound them by the size of one entry.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  worker.once('message', (outcome: Outcome<Answer>) => {
    if (outcome.ok) resolve(outcome.value)
    else reject(new LabError(outcome.error.code, outcome.error.message))
  })
  worker.once('error', (thrown) => {
    const what = `${basename(task.path)}: reading it failed (${thrown.message})`
    reject(new LabError('bundle.invalid', `${what}; ask its sender for it again`, { cause: thrown }))
  })
  worker.once('exit', () => reject(new LabError('internal', `reading ${task.path} ended without an answer; try again`)))
  try {
    return await promise
  } finally {
    await worker.terminate()
  }
}
