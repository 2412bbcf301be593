import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { LabError, type Outcome } from '../../../shared/errors.ts'
import type { DatasetPreview } from '../../../shared/results.ts'
import { workerEntry } from '../locations.ts'
import type { ContentDescription } from './description.ts'
import type { ReadReport, ReaderMessage, ReaderTask } from './reader-messages.ts'

/** Milliseconds that a thread has to end after its answer. */
const patience = 2000

export interface ReaderWatch {
  signal?: AbortSignal
  /** @param done @param total in the same unit @param images read so far */
  onProgress?(done: number, total: number, images: number): void
}

/**
 * Reads a dataset from files that nobody vouches for into a staging folder, in a worker thread with a memory limit and no
 * database.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`, `disk.full`, `interrupted`
 */
export async function importDataset(
  task: Omit<ReaderTask, 'work'> & { staging: string },
  watch: ReaderWatch = {},
): Promise<ReadReport & { description: ContentDescription }> {
  const { description, ...report } = await read({ ...task, work: 'import' }, watch)
  if (!description) throw new LabError('internal', `${task.path}: read, but not described; try again`)
  return { ...report, description }
}

/** Reads a dataset to look at it; nothing is written. @throws LabError as importDataset */
export async function inspectDataset(task: Omit<ReaderTask, 'work'>, watch: ReaderWatch = {}): Promise<DatasetPreview> {
  const { preview } = await read({ ...task, work: 'inspect' }, watch)
  if (!preview) throw new LabError('internal', `${task.path}: read, but not described; try again`)
  return preview
}

async function read(task: ReaderTask, { signal, onProgress }: ReaderWatch): Promise<ReadReport> {
  const { path } = task
  const interrupted = (): LabError => new LabError('interrupted', `reading ${path} was interrupted; add it again`)
  if (signal?.aborted) throw interrupted()
  const worker = new Worker(workerEntry(import.meta.url, './reader-worker.ts'), {
    workerData: task,
    env: {},
    // Images are held outside the heap, a few MB at a time; on it are the names and labels of up to some million.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<ReadReport>()
  const stop = (): void => reject(interrupted())
  signal?.addEventListener('abort', stop, { once: true })
  worker.on('message', (message: ReaderMessage) => {
    if (message.kind === 'progress') onProgress?.(message.done, message.total, message.images)
    else settle(message.outcome)
  })
  function settle(outcome: Outcome<ReadReport>): void {
    if (outcome.ok) resolve(outcome.value)
    else reject(new LabError(outcome.error.code, outcome.error.message))
  }
  worker.once('error', (thrown) => {
    const full = 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const what = full ? 'it takes more memory than a set of this kind may' : `reading it failed (${thrown.message})`
    reject(new LabError('data.format', `${path}: ${what}; check that the file is what it should be`, { cause: thrown }))
  })
  const ended = new Promise<void>((done) => worker.once('exit', () => done()))
  void ended.then(() => reject(new LabError('internal', `reading ${path} ended without an answer; try again`)))
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', stop)
    // After its answer a thread ends by itself; one that is stopped, or that does not, is made to end.
    if (!signal?.aborted) await Promise.race([ended, wait(patience, undefined, { ref: false })])
    await worker.terminate()
  }
}
