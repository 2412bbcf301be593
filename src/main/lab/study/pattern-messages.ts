import type { PatternEnrichment } from '../../../shared/comparison.ts'
import type { PatternGroup } from '../../../shared/results.ts'
import type { StoredContent, TicketRecord } from '../store/tickets.ts'
import type { StudyPlan } from './plan.ts'

/** To the pattern worker at its start. */
export interface PatternTask {
  plan: StudyPlan
  /** A convolution. */
  layer: string
  /** Of the store, to be named where a ticket is damaged. */
  file: string
}

/** To the worker: each ticket as it lies in the store, then the groups. */
export type PatternMessage =
  | { kind: 'ticket'; ticket: TicketRecord; stored: StoredContent }
  | { kind: 'groups'; groups: TicketGroup[]; random: string[] }

/** Tickets that are looked at together. */
export interface TicketGroup {
  name: string
  /** Ids. */
  tickets: string[]
  /** Whether it is compared with the random tickets; these are not with themselves. */
  isEnriched: boolean
}

/** From the worker, once, in the order of the groups. */
export type PatternAnswer = CountedGroup[]

export interface CountedGroup {
  patterns: PatternGroup
  /** Null: not compared. */
  enrichment: PatternEnrichment[] | null
}
