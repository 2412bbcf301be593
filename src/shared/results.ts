import type { StudySpec } from './spec.ts'

export type Metric = 'nnstd' | 'nnstd-signed'
export type TicketKind = 'winning' | 'random'
export type StudyStatus = 'queued' | 'running' | 'paused' | 'finished' | 'failed' | 'cancelled'
export type EngineId = 'wasm' | 'webgpu' | 'tensorflow'

export interface DatasetSummary {
  name: string
  /** SHA-256 of the decoded content; the name of its folder in the home. */
  sha256: string
  height: number
  width: number
  channels: number
  train: number
  test: number
  classes: string[]
  addedAt: string
  /** Where it came from, as given. */
  source: string
  /** Comes with Ticketscope; cannot be removed. */
  sample: boolean
  /** The format it was read from; null where that was not kept. */
  format: string | null
  /** Whether it is a published set; null for sets that are none. */
  published: PublishedVerdict | null
}

/** Whether files are those that were published: by checksum `equal`, by their numbers of images `differs`. */
export interface PublishedVerdict {
  /** The published set, such as CIFAR-10. */
  dataset: string
  verdict: 'equal' | 'differs' | 'unknown'
  reason: string
}

/** A small image to look at. */
export interface Thumbnail {
  label: number
  height: number
  width: number
  channels: number
  /** (row, col, channel), uint8 */
  pixels: Uint8Array
}

/** Parts that some sets publish beside train and test; what is included goes to the training images, after them. */
export type ExtraPart = 'valid' | 'extra'

/** What files hold, before they are added. */
export interface DatasetPreview {
  format: string
  published: PublishedVerdict | null
  /** What is there beside training and test images, and can be put to the training images. */
  parts: ExtraPart[]
  height: number
  width: number
  channels: number
  train: number
  test: number
  classes: string[]
  /** Images per class, in the order of `classes`. */
  trainPerClass: number[]
  testPerClass: number[]
  /** Some training images of each class. */
  thumbnails: Thumbnail[]
}

/** Training images of an added dataset, and the same as a study's network gets them. */
export interface DatasetThumbnails {
  classes: string[]
  stored: Thumbnail[]
  prepared: PreparedThumbnails | null
}

export interface PreparedThumbnails {
  /** The same images in the network's size and channels, before scaling. */
  images: Thumbnail[]
  /** (channel): the network gets pixel · scale + offset, pixels being 0 … 255. */
  scale: number[]
  offset: number[]
}

/** A published set that can be fetched. */
export interface PublishedDataset {
  name: 'cifar10' | 'svhn' | 'cinic10'
  title: string
  homepage: string
  licence: string
  /** What would be downloaded. */
  files: { url: string; bytes: number; md5: string }[]
}

export interface DatasetDetail extends DatasetSummary {
  /** Images per class, in the order of `classes`. */
  trainPerClass: number[]
  testPerClass: number[]
  bytes: number
}

/** What a person wrote to a study or ticket. */
export interface Annotation {
  tags: string[]
  note: string
}

/** A view of the window with its filters, order and columns, under a name; `state` is the window's own. */
export interface SavedView {
  name: string
  state: string
}

export interface StudySummary extends Annotation {
  id: string
  name: string
  status: StudyStatus
  createdAt: string
  /** Final tickets found so far, both kinds. */
  tickets: number
  /** 0…1, by epochs trained. */
  progress: number
  /** Why it failed, when it did. */
  error: string | null
}

/** One training run: of round 1…N, or a verification (round N + 1) of a winning or random ticket. */
export interface RoundMetrics {
  dataset: string
  trial: number
  kind: TicketKind
  round: number
  epoch: number
  /** Mean training loss over the epoch. */
  loss: number
  /** Share of test images classified rightly, 0…1, after the epoch. */
  accuracy: number
}

/** What an engine had to say while it trained a study, such as that a device was opened again. */
export interface StudyNotice {
  /** ISO 8601 */
  at: string
  message: string
}

export interface StudyDetail extends StudySummary {
  spec: StudySpec
  engine: EngineId | null
  device: string | null
  metrics: RoundMetrics[]
  /** Kept share of all prunable weights before each training round: index 0 is round 1 (1.0). */
  density: number[]
  /** Oldest first. */
  notices: StudyNotice[]
  /** Whether its verified tickets have their trained weights too; those of the example and of most bundles have not. */
  trainedWeights: boolean
}

export interface TicketLayer {
  name: string
  shape: number[]
  total: number
  kept: number
  positive: number
  negative: number
}

export interface Ticket {
  id: string
  sha256: string
  kind: TicketKind
  dataset: string
  trial: number
  /** Rounds of pruning behind it; 0 is the dense network. */
  round: number
  /** Test accuracy after training it from its initial weights; null until that run has ended. */
  accuracy: number | null
  layers: TicketLayer[]
  /** methods.md, "Checks stored with each ticket". */
  checks: Record<string, boolean>
}

/** A ticket among those of all studies. */
export interface CataloguedTicket extends Ticket, Annotation {
  study: string
  studyName: string
  /** After the study's last round; random tickets always are. */
  final: boolean
  /** Kept share of all prunable weights, 0…1. */
  density: number
  positive: number
  negative: number
  /** Positive over negative kept weights; null without negative ones. */
  signRatio: number | null
}

export interface TicketDetail extends CataloguedTicket {
  /** Test accuracies of its trial: the final winning ticket, its random twin, and the dense network of round 1. */
  accuracies: { winning: number | null; random: number | null; dense: number | null }
  /** This ticket and those that it grew from, by round. */
  rounds: { ticket: string; round: number; layers: TicketLayer[] }[]
  provenance: {
    seed: number
    engine: EngineId | null
    device: string | null
    /** Versions that trained it; null where they were not noted. */
    software: { ticketscope: string; node: string } | null
    datasetSha256: string | null
    /** Of the trained weights; null where none are kept. */
    trainedSha256: string | null
  }
}

export interface PairDistance {
  a: string
  b: string
  condition: string
  metric: Metric
  layers: Record<string, number>
  mean: number
}

/** One row of the statistics table; undefined numbers are null. */
export interface ConditionRow {
  metric: Metric
  /** A layer's name, or `overall`. */
  layer: string
  condition: string
  n: number
  mean: number | null
  sd: number | null
  /** Condition minus control; null for the control itself. */
  meanDifference: number | null
  t: number | null
  df: number | null
  p: number | null
  pHolm: number | null
  /** Shuffling the labels of tickets, not of pairs. */
  pPermutation: number | null
  cohensD: number | null
  effect: string | null
  /** 95 % ticket-level bootstrap intervals. */
  meanDifferenceInterval: [number, number] | null
  cohensDInterval: [number, number] | null
}

export interface DistanceReport {
  pairs: PairDistance[]
  table: ConditionRow[]
  alpha: number
}

export interface NetworkDistance {
  layers: number[]
  mean: number
}

export type NetworkComparison = Record<Metric, NetworkDistance>

export interface PatternGroup {
  kernels: number
  weightsPerFilter: { histogram: number[]; mean: number; sd: number | null }
  /** counts: [channel][row][col] */
  weightsPerPosition: { counts: number[][][]; mean: number; sd: number | null }
  signRatio: number | null
  positive: number
  negative: number
  neighbours: Record<'positive' | 'negative', { pairs: number; neighbouring: number; percent: number | null }>
  /** [reference position][position], positions row by row */
  positiveGivenPositive: number[][]
  negativeGivenPositive: number[][]
  /** Index: kept weights 0…9. */
  kernelsByKeptWeights: number[]
  /** Key: kept weights 2…7. `+`, `-`, `.` row by row. */
  frequentPatterns: Record<string, { pattern: string; count: number }[]>
}

export interface PatternReport {
  layer: string
  /** Keys: `random`, `winning NAME`. */
  groups: Record<string, PatternGroup>
}

/** What follows from a spec alone, before anything is trained. */
export interface StudyOutline {
  layers: { name: string; kind: 'conv' | 'dense' | 'output'; shape: number[]; weights: number }[]
  /** Kept weights per layer after 0 … N rounds: [round][layer]. */
  kept: number[][]
  /** Training runs of the study, and their epochs together. */
  runs: number
  epochs: number
}

/** What a study would cost on this machine, from a measured speed. */
export interface CostEstimate {
  engine: EngineId
  device: string
  /** Why this engine. */
  reason: string
  /** Where something else was chosen that is not there. */
  notice: string | null
  /** Trials that it trains at the same time. */
  workers: number
  imagesPerSecond: number
  /** Images to train on, counted once per epoch. */
  images: number
  seconds: number
  diskBytes: number
  memoryBytes: number
}

export interface TrainingBenchmark {
  engine: EngineId
  device: string
  architecture: string
  workers: number
  batch: number
  /** Of all workers together. */
  imagesPerSecond: number
}

/** What an engine could compute on. */
export interface EngineDevice {
  /** As it is chosen by. */
  name: string
  /** `software`: a graphics device that computes on the CPU. */
  kind: 'gpu' | 'cpu' | 'software'
  available: boolean
  /** Why it is refused, and what to do; null when it is not. */
  reason: string | null
  /** Through what it is reached (vulkan, metal, d3d12, …), and the driver's own words. */
  backend: string | null
  driver: string | null
}

export interface EngineStatus {
  id: EngineId
  available: boolean
  /** What it computes on where nothing else is chosen. */
  device: string | null
  /** Why not, and what to do, when not available. */
  reason: string | null
  /** Every device that was found, refused ones too; the best first. */
  devices: EngineDevice[]
}

/** What `auto` takes on this machine. */
export interface EngineChoice {
  engine: EngineId
  device: string
  reason: string
}

export interface Diagnosis {
  version: string
  node: string
  electron: { version: string | null; executable: string | null; args: string[] }
  home: string
  engines: EngineStatus[]
  /** Null where no engine can run. */
  choice: EngineChoice | null
  cores: number
  memoryBytes: number
  diskFreeBytes: number
  database: { path: string; schema: number; sqlite: string; state: string }
}
