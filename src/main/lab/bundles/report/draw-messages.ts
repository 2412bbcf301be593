import type { Drawing } from '../../../../shared/charts/drawing.ts'
import type { Outcome } from '../../../../shared/errors.ts'
import type { StudyRecord } from '../../store/studies.ts'
import type { TransferControl } from '../control.ts'
import type { ReportSource } from './collect.ts'

/** What the drawing worker is asked for. */
export interface DrawTasks {
  /** Writes a report; answers with the names of its files. */
  report: { source: ReportSource; study: StudyRecord; folder: string }
  /** Sets a drawing as a PDF of one page. */
  pdf: { drawing: Drawing; title: string }
}

export interface DrawAnswers {
  report: string[]
  pdf: Uint8Array<ArrayBuffer>
}

export type DrawKind = keyof DrawTasks
export type DrawTask = { [Kind in DrawKind]: { kind: Kind; task: DrawTasks[Kind] } }[DrawKind]

/** What the worker says: how far a report is, then once its outcome. It is told `stop` to end a report early. */
export type DrawMessage<Kind extends DrawKind = DrawKind> =
  | { progress: Parameters<NonNullable<TransferControl['progress']>> }
  | { outcome: Outcome<DrawAnswers[Kind]> }
