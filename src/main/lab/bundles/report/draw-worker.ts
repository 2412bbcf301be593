import { parentPort, workerData } from 'node:worker_threads'
import { plainError } from '../../../../shared/errors.ts'
import type { DrawAnswers, DrawKind, DrawMessage, DrawTask } from './draw-messages.ts'
import { setPdf } from './pdf.ts'
import { writeReport } from './write-report.ts'

const stop = new AbortController()
const say = (message: DrawMessage): void => parentPort?.postMessage(message)

function work(asked: DrawTask): Promise<DrawAnswers[DrawKind]> {
  if (asked.kind === 'pdf') return setPdf(asked.task.drawing, asked.task.title)
  const { source, study, folder } = asked.task
  return writeReport(source, study, folder, { signal: stop.signal, progress: (...progress) => say({ progress }) })
}

parentPort?.once('message', () => stop.abort())
try {
  say({ outcome: { ok: true, value: await work(workerData as DrawTask) } })
} catch (thrown) {
  say({ outcome: { ok: false, error: plainError(thrown) } })
}
