import { createHash } from 'node:crypto'
import type { TableValue } from '../../../shared/tables/table.ts'
import type { Metric, RoundMetrics } from '../../../shared/results.ts'
import type { Manifest } from './manifest.ts'

/** The names of a bundle's files, all but the tickets'. */
export const files = {
  manifest: 'manifest.json',
  metrics: 'metrics.csv',
  distances: 'distances.csv',
  crate: 'ro-crate-metadata.json',
  hashes: 'manifest-sha256.txt',
} as const

/** One ticket's masks and weights. */
export const mostTicketBytes = 128 * 2 ** 20
/** The manifest, and each table. */
export const mostTableBytes = 32 * 2 ** 20

export function ticketFile(id: string): string {
  return `tickets/${id}.safetensors`
}

/** Loss and accuracy after each epoch. */
export const metricColumns = ['study', 'dataset', 'trial', 'kind', 'round', 'epoch', 'loss', 'accuracy']

export function metricRow(study: string, row: RoundMetrics): TableValue[] {
  return [study, row.dataset, row.trial, row.kind, row.round, row.epoch, row.loss, row.accuracy]
}

/** Distances of pairs of final tickets, under the settings of their study's spec: one row a layer, and `overall`. */
export const distanceColumns = ['study', 'a', 'b', 'metric', 'layer', 'distance']

/** A pair's distances; layers in network order. */
export interface BundleDistance {
  study: string
  /** Ids of tickets. */
  a: string
  b: string
  metric: Metric
  layers: number[]
  mean: number
}

export function distanceRows(distance: BundleDistance, layerNames: readonly string[]): TableValue[][] {
  const { study, a, b, metric, layers, mean } = distance
  return [...layers.map((value, index) => [layerNames[index] ?? '', value] as const), ['overall', mean] as const].map(
    ([layer, value]) => [study, a, b, metric, layer, value],
  )
}

/** As `sha256sum` writes and checks it: every file but this one, sorted by name. */
export function renderHashes(hashes: ReadonlyMap<string, string>): string {
  const sorted = [...hashes].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([name, hash]) => `${hash}  ${name}\n`).join('')
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function renderManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`
}
