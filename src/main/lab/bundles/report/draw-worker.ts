import { parentPort, workerData } from 'node:worker_threads'
import { plainError, type Outcome } from '../../../../shared/errors.ts'
import type { DrawAnswers, DrawKind, DrawTask } from './draw-messages.ts'
import { setPdf } from './pdf.ts'
import { writeReport } from './write-report.ts'

async function work(asked: DrawTask): Promise<Outcome<DrawAnswers[DrawKind]>> {
  try {
    const value =
      asked.kind === 'report'
        ? await writeReport(asked.task.source, asked.task.study, asked.task.folder)
        : await setPdf(asked.task.drawing, asked.task.title)
    return { ok: true, value }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

parentPort?.postMessage(await work(workerData as DrawTask))
