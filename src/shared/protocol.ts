import { z } from 'zod'
import type {
  BundleExport,
  BundleImport,
  BundlePreview,
  BundleVerification,
  NetworkImport,
  WrittenReport,
} from './bundles.ts'
import type { Outcome } from './errors.ts'
import type {
  CostEstimate,
  DatasetDetail,
  DatasetSummary,
  Diagnosis,
  DistanceReport,
  EngineId,
  NetworkComparison,
  PatternReport,
  StudyDetail,
  StudyStatus,
  StudySummary,
  Ticket,
  TicketKind,
  TrainingBenchmark,
} from './results.ts'
import { studySpecSchema } from './spec.ts'

const nothing = z.strictObject({})
/** An id, a name, or a unique prefix of an id. */
const study = z.string().min(1)
const engine = z.enum(['auto', 'wasm', 'webgpu', 'tensorflow'])
const alignment = z.enum(['propagate', 'none'])
const signs = z.enum(['initial', 'trained'])

/** Every request that the lab answers, with the schema that its input is checked by. */
export const requests = {
  doctor: nothing,
  listDatasets: nothing,
  showDataset: z.strictObject({ dataset: z.string() }),
  addDataset: z.strictObject({
    name: z
      .string()
      .regex(
        /^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,63}$/u,
        'up to 64 letters, digits, spaces and . _ + -, first a letter or digit',
      ),
    path: z.string().min(1),
    format: z.enum(['auto', 'idx', 'cifar10-binary']).default('auto'),
  }),
  verifyDatasets: z.strictObject({ dataset: z.string().optional() }),
  removeDataset: z.strictObject({ dataset: z.string() }),
  estimateStudy: z.strictObject({
    spec: studySpecSchema,
    engine: engine.default('auto'),
    workers: z.int().min(1).max(256).optional(),
  }),
  /** Checks the spec, stores the study and queues it. */
  runStudy: z.strictObject({
    spec: studySpecSchema,
    engine: engine.default('auto'),
    workers: z.int().min(1).max(256).optional(),
  }),
  listStudies: nothing,
  showStudy: z.strictObject({ study }),
  resumeStudy: z.strictObject({ study, engine: engine.default('auto'), workers: z.int().min(1).max(256).optional() }),
  pauseStudy: z.strictObject({ study }),
  cancelStudy: z.strictObject({ study }),
  deleteStudy: z.strictObject({ study }),
  listTickets: z.strictObject({
    study,
    kind: z.enum(['winning', 'random']).optional(),
    /** Default: the final tickets. */
    round: z.int().min(0).optional(),
  }),
  measureDistances: z.strictObject({
    study,
    metric: z.enum(['nnstd', 'nnstd-signed', 'both']).default('both'),
    pairs: z.union([z.literal('all'), z.int().min(1)]).optional(),
    alignment: alignment.optional(),
    signs: signs.optional(),
  }),
  /** Two networks: files of a known format, or ticket ids. */
  compareNetworks: z.strictObject({
    a: z.string().min(1),
    b: z.string().min(1),
    alignment: alignment.default('propagate'),
    signs: signs.default('initial'),
  }),
  findPatterns: z.strictObject({ study, layer: z.string().default('conv1') }),
  /** Writes tickets into a bundle; with `dense`, into plain safetensors of whole weights instead. */
  exportBundle: z.strictObject({
    /** Studies (id, name, unique prefix) and ids of tickets. */
    items: z.array(z.string().min(1)).min(1),
    /** A file; with `dense` and several tickets, a folder. */
    path: z.string().min(1),
    dense: z.boolean().default(false),
    /** Which weights a dense file holds. */
    weights: signs.default('initial'),
    /** The masks of earlier rounds too. */
    allRounds: z.boolean().default(false),
    /** The trained weights too. */
    trained: z.boolean().default(false),
  }),
  /** What is in a bundle and what of it is here already; writes nothing. */
  previewBundle: z.strictObject({ path: z.string().min(1) }),
  importBundle: z.strictObject({ path: z.string().min(1) }),
  /** Networks that other programs pruned, as the tickets of one study. */
  importNetworks: z.strictObject({
    paths: z.array(z.string().min(1)).min(1).max(1000),
    /** The study's name; default: that of the first file. */
    name: z.string().min(1).max(200).optional(),
  }),
  /** Checks every byte, and compares with the own studies of the same spec, or with one study. */
  verifyBundle: z.strictObject({ path: z.string().min(1), study: study.optional() }),
  /** Every figure and table of the paper, from a study, into a folder. */
  writeReport: z.strictObject({ study, folder: z.string().min(1) }),
  /** How fast this machine trains. */
  benchTraining: z.strictObject({
    engine: engine.default('auto'),
    workers: z.int().min(1).max(256).optional(),
    architecture: z.enum(['conv-2', 'conv-4', 'conv-6', 'mini-conv-2', 'lenet-300-100']).default('conv-2'),
    batch: z.int().min(1).max(4096).default(60),
    seconds: z.number().min(0.1).max(600).default(10),
  }),
  /** How fast one core of this machine compares Conv-2 tickets. */
  benchDistance: z.strictObject({ pairs: z.int().min(1).max(1000).default(9) }),
} as const

/** What each request answers with. */
interface Answers {
  doctor: Diagnosis
  listDatasets: DatasetSummary[]
  showDataset: DatasetDetail
  addDataset: DatasetSummary
  verifyDatasets: { name: string; intact: boolean; problem: string | null }[]
  removeDataset: null
  estimateStudy: CostEstimate
  runStudy: StudySummary
  listStudies: StudySummary[]
  showStudy: StudyDetail
  resumeStudy: StudySummary
  pauseStudy: StudySummary
  cancelStudy: StudySummary
  deleteStudy: null
  listTickets: Ticket[]
  measureDistances: DistanceReport
  compareNetworks: NetworkComparison
  findPatterns: PatternReport
  exportBundle: BundleExport
  previewBundle: BundlePreview
  importBundle: BundleImport
  importNetworks: NetworkImport
  verifyBundle: BundleVerification
  writeReport: WrittenReport
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
  | { event: 'study.started'; study: string; name: string; engine: EngineId; device: string }
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
  | { event: 'study.finished'; study: string; status: StudyStatus; seconds: number }

/** The bridge that preload puts on `window.lab`. */
export interface LabBridge {
  call<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<Outcome<Answer<Name>>>
  /** Gives back how to stop listening. */
  onEvent(listener: (event: StudyEvent) => void): () => void
}

/** The lab process's two interfaces over birpc: what it answers, and what it says unasked. */
export interface LabFunctions {
  call(name: string, input: unknown): Promise<Outcome<unknown>>
}
export interface LabListeners {
  event(event: StudyEvent): void
}
