import { Worker } from 'node:worker_threads'
import { LabError, type Outcome } from '../../../shared/errors.ts'

interface WorkerQuestion {
  /** See `workerEntry`. */
  entry: URL
  /** What it does, for the message where it ends without an answer. */
  work: string
  task: unknown
  /** What it is told after its task, in this order. */
  messages?: AsyncIterable<unknown>
}

/**
 * Gives a task to a worker thread of its own, which answers once, by `answerAsker`; the lab goes on meanwhile.
 * @throws what the work failed with, as LabError
 */
export async function askWorker<Answer>({ entry, work, task, messages }: WorkerQuestion): Promise<Answer> {
  const worker = new Worker(entry, { workerData: task })
  const { promise, resolve, reject } = Promise.withResolvers<Outcome<Answer>>()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', () => reject(new LabError('internal', `${work} ended without an answer; try again`)))
  try {
    const [outcome] = await Promise.all([promise, tell(worker, messages)])
    if (outcome.ok) return outcome.value
    throw new LabError(outcome.error.code, outcome.error.message)
  } finally {
    await worker.terminate()
  }
}

async function tell(worker: Worker, messages: AsyncIterable<unknown> | undefined): Promise<void> {
  for await (const message of messages ?? []) worker.postMessage(message)
}
