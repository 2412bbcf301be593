import { parentPort, workerData } from 'node:worker_threads'
import { plainError, type Outcome } from '../../../shared/errors.ts'
import type { DecodedDataset } from './decoded.ts'
import type { ReaderTask } from './read-dataset.ts'
import { detectFormat, readers } from './readers/formats.ts'

async function read({ path, format }: ReaderTask): Promise<Outcome<DecodedDataset>> {
  try {
    const reader = readers[format === 'auto' ? await detectFormat(path) : format]
    return { ok: true, value: await reader(path) }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

const outcome = await read(workerData as ReaderTask)
const arrays = outcome.ok
  ? [outcome.value.train, outcome.value.test].flatMap((split) => [split.images, split.labels])
  : []
parentPort?.postMessage(
  outcome,
  arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])),
)
