import type { z } from 'zod'
import type {
  BundleExport,
  BundleImport,
  BundlePreview,
  BundleVerification,
  FileKind,
  NetworkImport,
  NetworkPreview,
  WrittenReport,
} from './bundles.ts'
import type { Outcome, PlainError } from './errors.ts'
import type {
  ConditionTests,
  DistanceColumns,
  EnrichedPatternReport,
  KernelSigns,
  PairMatch,
  TicketMatrix,
} from './comparison.ts'
import type {
  CataloguedTicket,
  CostEstimate,
  DatasetDetail,
  DatasetPreview,
  DatasetSummary,
  DatasetThumbnails,
  Diagnosis,
  DistanceReport,
  EngineId,
  NetworkComparison,
  PublishedDataset,
  SavedView,
  StudyDetail,
  StudyOutline,
  StudyStatus,
  StudySummary,
  Ticket,
  TicketDetail,
  TicketKind,
  TrainingBenchmark,
} from './results.ts'
import type { requests } from './requests.ts'
import type { TransferEvent } from './transfers.ts'

/** What each request answers with. */
interface Answers {
  doctor: Diagnosis
  readLoad: { memoryBytes: number; freeMemoryBytes: number; cores: number }
  listDatasets: DatasetSummary[]
  showDataset: DatasetDetail
  addDataset: DatasetSummary
  inspectDataset: DatasetPreview
  listPublished: PublishedDataset[]
  fetchDataset: DatasetSummary
  cancelDataset: null
  thumbnails: DatasetThumbnails
  verifyDatasets: { name: string; intact: boolean; problem: string | null }[]
  removeDataset: null
  outlineStudy: StudyOutline
  estimateStudy: CostEstimate
  runStudy: StudySummary
  addExample: StudySummary
  listStudies: StudySummary[]
  showStudy: StudyDetail
  resumeStudy: StudySummary
  pauseStudy: StudySummary
  cancelStudy: StudySummary
  deleteStudy: null
  listTickets: Ticket[]
  listAllTickets: CataloguedTicket[]
  showTicket: TicketDetail
  renameStudy: StudySummary
  annotate: null
  listSavedViews: SavedView[]
  saveView: SavedView[]
  removeSavedView: SavedView[]
  measureDistances: DistanceReport
  compareNetworks: NetworkComparison
  findPatterns: EnrichedPatternReport
  readKernels: KernelSigns
  matchPair: PairMatch
  readDistances: DistanceColumns
  testConditions: ConditionTests
  readTicketMatrix: TicketMatrix
  exportBundle: BundleExport
  previewBundle: BundlePreview
  importBundle: BundleImport
  recogniseFile: FileKind
  previewNetworks: NetworkPreview
  importNetworks: NetworkImport
  cancelTransfer: null
  verifyBundle: BundleVerification
  writeReport: WrittenReport
  setPdf: Uint8Array<ArrayBuffer>
  benchTraining: TrainingBenchmark
  benchDistance: { device: string; millisecondsPerPair: number; pairs: number }
}

export type RequestName = keyof typeof requests
export type RequestInput<Name extends RequestName> = z.input<(typeof requests)[Name]>
export type CheckedInput<Name extends RequestName> = z.output<(typeof requests)[Name]>
export type Answer<Name extends RequestName> = Answers[Name]

/** The lab as its callers see it. A name missing from `Answers` or `requests` does not compile. */
export type LabCalls = { [Name in RequestName]: (input: RequestInput<Name>) => Promise<Answer<Name>> }

/** What happens in the lab, as `study run --json` prints it (cli.md). */
export type StudyEvent =
  /** `reason`: why this engine and device. */
  | { event: 'study.started'; study: string; name: string; engine: EngineId; device: string; reason: string }
  /** What the engine has to say while it trains, in one line; kept with the study. `at`: ISO 8601. */
  | { event: 'notice'; study: string; at: string; message: string }
  | {
      event: 'epoch'
      study: string
      dataset: string
      trial: number
      kind: TicketKind
      round: number
      epoch: number
      loss: number
      accuracy: number
      imagesPerSecond: number
      /** Of the whole study, 0…1. */
      progress: number
    }
  | { event: 'round'; study: string; dataset: string; trial: number; round: number; kept: Record<string, number> }
  | {
      event: 'ticket'
      study: string
      ticket: string
      kind: TicketKind
      dataset: string
      trial: number
      accuracy: number
    }
  | { event: 'distances'; study: string; done: number; total: number }
  | { event: 'study.changed'; study: string; status: StudyStatus; progress: number }
  /** `error`: why it failed, where it did. */
  | { event: 'study.finished'; study: string; status: StudyStatus; seconds: number; error?: PlainError }

/** How far adding, inspecting or fetching a dataset is. */
export interface DatasetEvent {
  event: 'dataset.progress'
  /** The dataset's name; of an inspection the path. */
  dataset: string
  phase: 'download' | 'read' | 'store'
  /** In bytes, or in files of a folder of images. */
  done: number
  total: number
  /** Null until there is a pace. */
  secondsLeft: number | null
}

export type LabEvent = StudyEvent | DatasetEvent | TransferEvent

/** The bridge that preload puts on `window.lab`. */
export interface LabBridge {
  call<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<Outcome<Answer<Name>>>
  /** Gives back how to stop listening. */
  onEvent(listener: (event: LabEvent) => void): () => void
}

/** The lab process's two interfaces over birpc: what it answers, and what it says unasked. */
export interface LabFunctions {
  call(name: string, input: unknown): Promise<Outcome<unknown>>
}
export interface LabListeners {
  event(event: LabEvent): void
}
