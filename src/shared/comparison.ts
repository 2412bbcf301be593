import type { ConditionRow, Metric, PatternReport, TicketKind } from './results.ts'
import type { Alignment, Signs } from './spec.ts'

/** What names a ticket to a person. */
export interface TicketLabel {
  id: string
  kind: TicketKind
  dataset: string
  trial: number
  round: number
}

/** Signs of one convolution's kernels, of several tickets. */
export interface KernelSigns {
  layer: string
  filters: number
  channels: number
  tickets: TicketLabel[]
  /** (ticket, filter, channel, row, col): −1, 0 (pruned) or 1. */
  signs: Int8Array
}

/** How two tickets' units were matched in one layer. Arrays have one entry for each unit of the first ticket. */
export interface MatchedLayer {
  name: string
  kind: 'conv' | 'dense' | 'output'
  units: number
  inputs: number
  /** The layer's distance: mean of `unitDistances`. */
  distance: number
  /** The matched unit of the second ticket. */
  assignment: Int32Array
  unitDistances: Float64Array
  /** Places kept in both with the same sign; in one alone; in both with opposite signs. */
  shared: Int32Array
  onlyFirst: Int32Array
  onlySecond: Int32Array
  flipped: Int32Array
  /** Convolutions only. Second: row i is the filter matched with filter i, its channels in the order compared. */
  filters: { channels: number; first: Int8Array; second: Int8Array } | null
}

export interface PairMatch {
  first: TicketLabel
  second: TicketLabel
  metric: Metric
  alignment: Alignment
  signs: Signs
  /** Mean of the layers' distances. */
  mean: number
  layers: MatchedLayer[]
}

/** How distances were measured. */
export interface DistanceSettings {
  alignment: Alignment
  signs: Signs
  /** w₊ of NED±. */
  positiveWeight: number
}

/** All pairs of a study's conditions, as columns. */
export interface DistanceColumns extends DistanceSettings {
  tickets: (TicketLabel & { accuracy: number | null })[]
  conditions: string[]
  /** `overall`, then the layers. */
  layers: string[]
  /** Per pair: places in `tickets` and `conditions`. */
  first: Uint32Array
  second: Uint32Array
  condition: Uint16Array
  /** (layer, pair) */
  values: Record<Metric, Float64Array>
}

/** Every condition against the control (methods.md, "Statistics"). */
export interface ConditionTests {
  table: ConditionRow[]
  alpha: number
}

/** Distances of every two tickets of a study. */
export interface TicketMatrix extends DistanceSettings {
  metric: Metric
  layer: string
  tickets: (TicketLabel & { accuracy: number | null })[]
  /** (ticket, ticket), symmetric; NaN for tickets of the same initial weights, which are never compared. */
  values: Float64Array
  /** Tickets in the order of the tree that average linkage gives. */
  order: Int32Array
  /** The tree's joints, from the lowest: two clusters (ticket k is cluster k; joint k is cluster n + k), and their distance. */
  merges: { first: number; second: number; height: number }[]
}

/** How a pattern's share of a group's kernels compares with its share among the random tickets. */
export interface PatternEnrichment {
  pattern: string
  count: number
  randomCount: number
  /** log₂ of the ratio of the shares; null without tickets to compare. */
  log2Ratio: number | null
  /** 95 %, by resampling tickets. */
  interval: [number, number] | null
}

/** The study's patterns, and each group's frequent patterns against the random tickets. Keys: names of groups. */
export interface EnrichedPatternReport extends PatternReport {
  /** Tickets of each group that were looked at. */
  tickets: Record<string, number>
  enrichment: Record<string, PatternEnrichment[]>
}
