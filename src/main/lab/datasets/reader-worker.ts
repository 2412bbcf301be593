import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { LabError, plainError, type Outcome } from '../../../shared/errors.ts'
import { createPreview } from './preview.ts'
import { judgePublished } from './published.ts'
import type { ReaderMessage, ReaderTask, ReadReport } from './reader-messages.ts'
import { checkParts, detectFormat, readers } from './readers/formats.ts'
import { createReading } from './readers/reading.ts'
import { openStagingWriter } from './staging.ts'

/** Milliseconds between two words on the progress. */
const progressInterval = 100

const task = workerData as ReaderTask
const post = (message: ReaderMessage): void => parentPort?.postMessage(message)

async function work(): Promise<ReadReport> {
  const { path, include, staging } = task
  const format = task.format === 'auto' ? await detectFormat(path) : task.format
  checkParts(path, format, include)
  const writer = task.work === 'import' && staging !== undefined ? openStagingWriter(staging) : null
  const preview = writer ? null : createPreview()
  let [images, told] = [0, 0]
  const reading = createReading({
    include,
    write(split, bytes, count) {
      images += count
      writer?.write(split, bytes)
      if (split === 'train') preview?.write(bytes, count)
    },
    onProgress(done, total) {
      if (Date.now() - told < progressInterval) return
      told = Date.now()
      post({ kind: 'progress', done, total, images })
    },
  })
  try {
    const set = await readers[format](path, reading)
    const published = judgePublished(format, set, include, reading.checksums())
    if (writer) return { format, published, description: writer.finish(set) }
    return { format, published, ...(preview && { preview: preview.finish(format, set, published, reading.offered()) }) }
  } finally {
    writer?.close()
  }
}

async function answer(): Promise<Outcome<ReadReport>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    const { code, message } = plainError(thrown)
    if (code !== 'disk.full') return { ok: false, error: { code, message } }
    const full = new LabError(
      code,
      `${dirname(task.staging ?? '')}: the disk is full; free some space, then add it again`,
    )
    return { ok: false, error: plainError(full) }
  }
}

post({ kind: 'outcome', outcome: await answer() })
