import type { Outcome } from '../../../shared/errors.ts'
import type { Manifest } from './manifest.ts'
import type { BundleTables } from './read-bundle.ts'

/** What the worker is given; it says how far it is, then answers once, with an outcome. */
export interface BundleTask {
  path: string
  /** How far to look: at the manifest, at everything, or at everything and whether weights follow from their seeds. */
  depth: 'manifest' | 'content' | 'seeds'
  /** A file to make and to lay the tickets into. */
  stage?: string
}

/** Of either worker. */
export type ReaderMessage<Answer> =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'answer'; outcome: Outcome<Answer> }

/** Indices into the manifest. */
export interface TicketPlace {
  study: number
  ticket: number
}

/** Where a ticket's masks, initial and trained weights lie in the staging file, one behind the other. */
export interface StagedTicket extends TicketPlace {
  offset: number
  lengths: [masks: number, initial: number | null, trained: number | null]
}

export interface BundleAnswer {
  bytes: number
  manifest: Manifest
  /** Null when only the manifest was looked at. */
  content: BundleContent | null
}

export interface BundleContent extends BundleTables {
  tickets: StagedTicket[]
  /** Tickets whose initial weights do not follow from their seed; empty unless asked for. */
  strangers: TicketPlace[]
}
