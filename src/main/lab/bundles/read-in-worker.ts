import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { LabError } from '../../../shared/errors.ts'
import { workerEntry } from '../locations.ts'
import type { BundleAnswer, BundleTask, ReaderMessage } from './bundle-messages.ts'
import { stopped, type TransferControl } from './control.ts'
import { bundleError } from './failures.ts'
import type { ForeignTask } from './foreign-worker.ts'
import type { ForeignNetwork } from './formats/foreign-network.ts'

/**
 * Reads a bundle that nobody vouches for in a worker thread with little memory of its own and no database.
 * @throws LabError `bundle.invalid`, `bundle.newer`, `data.missing`, `interrupted`
 */
export function readInWorker(task: BundleTask, control: TransferControl = {}): Promise<BundleAnswer> {
  return askWorker(workerEntry(import.meta.url, './bundle-worker.ts'), task, control)
}

/** The same for a network of another program. */
export function readForeignInWorker(path: string, control: TransferControl = {}): Promise<ForeignNetwork> {
  return askForeign({ path, question: 'network' }, control)
}

/** Whether a file or folder holds such a network, or a dataset. */
export function recogniseForeignInWorker(path: string): Promise<'networks' | 'dataset'> {
  return askForeign({ path, question: 'kind' }, {})
}

function askForeign<Answer>(task: ForeignTask, control: TransferControl): Promise<Answer> {
  return askWorker(workerEntry(import.meta.url, './foreign-worker.ts'), task, control)
}

async function askWorker<Answer>(
  entry: URL,
  task: { path: string },
  { signal, progress }: TransferControl,
): Promise<Answer> {
  if (signal?.aborted) throw stopped(task.path)
  requireReadable(task.path)
  const worker = new Worker(entry, {
    workerData: task,
    env: {},
    // Weights are held outside the heap; the readers bound them by the size of one entry.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const stop = (): void => reject(stopped(task.path))
  signal?.addEventListener('abort', stop, { once: true })
  worker.on('message', (message: ReaderMessage<Answer>) => {
    if (message.kind === 'progress') return progress?.('read', message.done, message.total)
    const { outcome } = message
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
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

/** A pipe would keep the thread waiting in the system, out of reach of its end. */
function requireReadable(path: string): void {
  const found = statSync(path)
  if (!found.isFile() && !found.isDirectory())
    throw bundleError(basename(path), 'is neither a file nor a folder', 'give a file')
}
