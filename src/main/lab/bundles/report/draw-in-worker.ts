import { Worker } from 'node:worker_threads'
import type { WrittenReport } from '../../../../shared/bundles.ts'
import type { Drawing } from '../../../../shared/charts/drawing.ts'
import { LabError, type Outcome } from '../../../../shared/errors.ts'
import { workerEntry } from '../../locations.ts'
import type { StudyRecord } from '../../store/studies.ts'
import { requireGoing, type TransferControl } from '../control.ts'
import type { ReportSource } from './collect.ts'
import type { DrawAnswers, DrawKind, DrawMessage, DrawTasks } from './draw-messages.ts'

/** See write-report.ts. In a worker thread: the lab goes on answering meanwhile. */
export async function writeReport(
  source: ReportSource,
  study: StudyRecord,
  folder: string,
  control: TransferControl = {},
): Promise<WrittenReport> {
  requireGoing(control, folder)
  return { path: folder, files: await draw('report', { source, study, folder }, control) }
}

/** See pdf.ts. */
export function setPdf(drawing: Drawing, title: string): Promise<Uint8Array<ArrayBuffer>> {
  return draw('pdf', { drawing, title }, {})
}

async function draw<Kind extends DrawKind>(
  kind: Kind,
  task: DrawTasks[Kind],
  { signal, progress }: TransferControl,
): Promise<DrawAnswers[Kind]> {
  const worker = new Worker(workerEntry(import.meta.url, './draw-worker.ts'), { workerData: { kind, task } })
  const stop = (): void => worker.postMessage('stop')
  signal?.addEventListener('abort', stop)
  try {
    const outcome = await new Promise<Outcome<DrawAnswers[Kind]>>((resolve, reject) => {
      worker.on('message', (message: DrawMessage<Kind>) => {
        if ('outcome' in message) resolve(message.outcome)
        else progress?.(...message.progress)
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new LabError('internal', 'drawing ended without an answer; try again')))
    })
    if (outcome.ok) return outcome.value
    throw new LabError(outcome.error.code, outcome.error.message)
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
