import { parentPort, workerData } from 'node:worker_threads'
import { plainError, type Outcome } from '../../../shared/errors.ts'
import type { ReaderMessage } from './bundle-messages.ts'
import { readForeign } from './formats/read-foreign.ts'
import { recogniseForeign } from './formats/recognise-foreign.ts'

/** What the worker is given. */
export interface ForeignTask {
  path: string
  question: 'network' | 'kind'
}

function answer({ path, question }: ForeignTask): Outcome<unknown> {
  try {
    return { ok: true, value: question === 'network' ? readForeign(path) : recogniseForeign(path) }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

const message: ReaderMessage<unknown> = { kind: 'answer', outcome: answer(workerData as ForeignTask) }
parentPort?.postMessage(message)
