import type { Manifest } from './manifest.ts'
import type { BundleTables } from './read-bundle.ts'

/** What the worker is given; it answers once, with an outcome. */
export interface BundleTask {
  path: string
  /** A file to make and to lay the tickets into; null to look at the manifest alone. */
  stage: string | null
}

/** Where a ticket's masks, initial and trained weights lie in the staging file, one behind the other. */
export interface StagedTicket {
  /** Indices into the manifest. */
  study: number
  ticket: number
  offset: number
  lengths: [masks: number, initial: number | null, trained: number | null]
}

export interface BundleAnswer {
  bytes: number
  manifest: Manifest
  content: (BundleTables & { tickets: StagedTicket[] }) | null
}
