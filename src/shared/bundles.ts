import type { EngineId, TicketKind, TicketLayer } from './results.ts'
import type { StudySpec } from './spec.ts'

/**
 * What stands in a bundle about one study, and how that meets this home.
 * `new`: not here. `known`: every ticket is here, bit for bit. `completes`: an imported study gets more of its tickets.
 * `conflict`: the same spec on the same data gave other tickets here; the import keeps both studies.
 */
export interface BundleStudy {
  /** Its id where it was made. */
  id: string
  name: string
  format: StudyFormat
  createdAt: string
  engine: EngineId | null
  device: string | null
  software: { ticketscope: string; node: string } | null
  seed: number
  datasets: { name: string; sha256: string; here: 'same' | 'different' | 'absent' }[]
  tickets: number
  /** Of these rounds, ascending. */
  rounds: number[]
  /** Tickets that an import would add. */
  newTickets: number
  state: 'new' | 'known' | 'completes' | 'conflict'
  /** The id of the study of this home that it was compared with. */
  here: string | null
  /** Give it to `study run` to make the study again. */
  spec: StudySpec
  /** Tickets that differ from this home's. */
  conflicts: { id: string; dataset: string; trial: number; kind: TicketKind; round: number }[]
}

export interface BundlePreview {
  path: string
  bytes: number
  format: 'bundle'
  /** Of the bundle's format. */
  version: number
  studies: BundleStudy[]
}

/** What an import did. `study` is the id in this home. */
export interface BundleImport {
  path: string
  studies: (BundleStudy & { study: string })[]
}

/** What pruned the networks of a study: Ticketscope, or the program whose files were imported. */
export type StudyFormat = 'ticketscope' | 'liu-npz' | 'open_lth' | 'safetensors' | 'npz' | 'pth'

/** What a file or folder can become: tickets of a bundle, tickets from another program's networks, a dataset. */
export type FileKind = 'bundle' | 'networks' | 'dataset'

/** Networks of other programs as the tickets that they would become. */
export interface NetworkPreview {
  format: StudyFormat
  /** Of the study. */
  name: string
  /** One ticket each. */
  files: { path: string; layers: TicketLayer[] }[]
  /** `known`: the same networks are here, as the study `here`. */
  state: 'new' | 'known'
  here: string | null
}

/** Networks of other programs that became the tickets of one study. */
export interface NetworkImport {
  study: string
  name: string
  format: StudyFormat
  tickets: number
  /** `known`: the same networks were imported before. */
  state: 'new' | 'known'
}

export interface BundleExport {
  path: string
  bytes: number
  /** Of the file; null for a folder. */
  sha256: string | null
  studies: number
  tickets: number
}

export interface WrittenReport {
  /** The folder. */
  path: string
  /** Names inside it. */
  files: string[]
}

/** A bundle whose every byte has been checked. */
export interface BundleVerification {
  path: string
  bytes: number
  studies: VerifiedStudy[]
}

export interface VerifiedStudy {
  id: string
  name: string
  spec: StudySpec
  tickets: number
  /** Tickets whose initial weights are those that the seed gives, bit for bit. */
  fromSeed: number
  /** Tickets with as many kept weights in each layer as the pruning rule says. */
  keptAsPlanned: number
  /** With each study of this home that it was compared with. */
  comparisons: {
    study: string
    tickets: {
      id: string
      dataset: string
      trial: number
      kind: TicketKind
      round: number
      state: 'same' | 'different' | 'absent'
    }[]
    /** Device, versions, data: in words. */
    differences: string[]
  }[]
}
