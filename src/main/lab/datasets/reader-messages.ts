import type { Outcome } from '../../../shared/errors.ts'
import type { DatasetPreview, PublishedVerdict } from '../../../shared/results.ts'
import type { ContentDescription } from './description.ts'
import type { DatasetFormat } from './readers/formats.ts'
import type { ExtraPart } from './readers/reading.ts'

/** What the reader thread is given. */
export interface ReaderTask {
  work: 'import' | 'inspect'
  path: string
  format: DatasetFormat | 'auto'
  include: readonly ExtraPart[]
  /** The one folder that is written to; needed for an import. */
  staging?: string
}

/** What it answers: of an import the description, of an inspection the preview. */
export interface ReadReport {
  format: DatasetFormat
  published: PublishedVerdict | null
  description?: ContentDescription
  preview?: DatasetPreview
}

export type ReaderMessage =
  | { kind: 'progress'; done: number; total: number; images: number }
  | { kind: 'outcome'; outcome: Outcome<ReadReport> }
