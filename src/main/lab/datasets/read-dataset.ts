import { Worker } from 'node:worker_threads'
import { LabError, type Outcome } from '../../../shared/errors.ts'
import { workerEntry } from '../locations.ts'
import type { DecodedDataset } from './decoded.ts'
import type { DatasetFormat } from './readers/formats.ts'

/** What the worker is given; it answers once, with an outcome. */
export interface ReaderTask {
  path: string
  format: DatasetFormat | 'auto'
}

/**
 * Reads a dataset from files that nobody vouches for, in a worker thread with little memory of its own and no database.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`, `interrupted`
 */
export async function readDataset(
  path: string,
  format: DatasetFormat | 'auto' = 'auto',
  signal?: AbortSignal,
): Promise<DecodedDataset> {
  const interrupted = (): LabError => new LabError('interrupted', `reading ${path} was interrupted; add it again`)
  if (signal?.aborted) throw interrupted()
  const task: ReaderTask = { path, format }
  const worker = new Worker(workerEntry(import.meta.url, './reader-worker.ts'), {
    workerData: task,
    env: {},
    // Images are held outside the heap; the readers bound them by the size of the file.
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<DecodedDataset>()
  const stop = (): void => reject(interrupted())
  signal?.addEventListener('abort', stop, { once: true })
  worker.once('message', (outcome: Outcome<DecodedDataset>) => {
    if (outcome.ok) resolve(outcome.value)
    else reject(new LabError(outcome.error.code, outcome.error.message))
  })
  worker.once('error', (thrown) => {
    const what = `${path}: reading it failed (${thrown.message})`
    reject(new LabError('data.unreadable', `${what}; check that the file is what it should be`, { cause: thrown }))
  })
  worker.once('exit', () => reject(new LabError('internal', `reading ${path} ended without an answer; try again`)))
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
