import { parentPort, workerData } from 'node:worker_threads'
import { plainError, type Outcome } from '../../../shared/errors.ts'
import type { ForeignNetwork } from './formats/foreign-network.ts'
import { readForeign } from './formats/read-foreign.ts'

function read(): Outcome<ForeignNetwork> {
  try {
    return { ok: true, value: readForeign((workerData as { path: string }).path) }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

parentPort?.postMessage(read())
