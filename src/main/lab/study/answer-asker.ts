import { parentPort } from 'node:worker_threads'
import { plainError, type Outcome } from '../../../shared/errors.ts'

/**
 * In a worker thread that `askWorker` began: answers with what the work gives, or with why it failed.
 * @param work gives undefined where there is no answer yet
 */
export function answerAsker(work: () => unknown): void {
  const outcome = outcomeOf(work)
  if (outcome) parentPort?.postMessage(outcome)
}

function outcomeOf(work: () => unknown): Outcome<unknown> | null {
  try {
    const value = work()
    return value === undefined ? null : { ok: true, value }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}
