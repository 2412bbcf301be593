import type { BundleStudy } from '../../../shared/bundles.ts'
import type { DatasetSummary } from '../../../shared/results.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import type { Manifest, ManifestStudy, ManifestTicket } from './manifest.ts'

/** What an import does with one study of a bundle. */
export interface StudyMatch {
  described: BundleStudy
  /** The study of this home that has the known tickets; null when a new one is to be made. */
  into: StudyRecord | null
  /** Indices of the tickets that are not here yet. */
  missing: number[]
}

/**
 * Finds out which studies of a bundle are here already. A study is the same when its spec and its datasets' checksums
 * are; its tickets are compared by content.
 */
export function matchStudies(store: Store, { studies }: Manifest, datasets: readonly DatasetSummary[]): StudyMatch[] {
  const all = store.studies.list()
  return studies.map((study) => {
    const candidates = all
      .filter((candidate) => isSame(candidate, study))
      .map((candidate) => compare(candidate, store.tickets.ofStudy(candidate.id), study))
    const agreeing = candidates.filter(({ conflicts }) => conflicts.length === 0)
    const known = agreeing.find(({ missing }) => missing.length === 0)
    // Only an imported study takes tickets in: one of this home grows by training alone.
    const growing = agreeing.find(({ candidate }) => candidate.origin !== null)
    const chosen = known ?? growing ?? null
    const conflict = chosen ? null : (candidates.find(({ conflicts }) => conflicts.length > 0) ?? null)
    const missing = chosen?.missing ?? [...study.tickets.keys()]
    return {
      into: chosen?.candidate ?? null,
      missing,
      described: {
        id: study.id,
        name: study.spec.name,
        createdAt: study.createdAt,
        engine: study.engine,
        device: study.device,
        software: study.software,
        seed: study.spec.seed,
        format: study.format,
        spec: study.spec,
        datasets: Object.entries(study.datasets).map(([name, sha256]) => ({
          name,
          sha256,
          here: compareDataset(datasets, name, sha256),
        })),
        tickets: study.tickets.length,
        rounds: [...new Set(study.tickets.map(({ round }) => round))].toSorted((a, b) => a - b),
        newTickets: missing.length,
        state: known ? 'known' : growing ? 'completes' : conflict ? 'conflict' : 'new',
        here: chosen?.candidate.id ?? conflict?.candidate.id ?? null,
        conflicts: (conflict?.conflicts ?? []).map(({ id, dataset, trial, kind, round }) => ({
          ...{ id, dataset, trial, kind, round },
        })),
      },
    }
  })
}

function isSame(candidate: StudyRecord, study: ManifestStudy): boolean {
  const datasets = Object.entries(study.datasets)
  return (
    JSON.stringify(candidate.spec) === JSON.stringify(study.spec) &&
    datasets.every(([name, sha256]) => candidate.datasets[name] === sha256)
  )
}

function compare(candidate: StudyRecord, here: readonly TicketRecord[], { tickets }: ManifestStudy) {
  const missing: number[] = []
  const conflicts: ManifestTicket[] = []
  tickets.forEach((ticket, index) => {
    const found = here.find(
      ({ dataset, trial, kind, round }) =>
        dataset === ticket.dataset && trial === ticket.trial && kind === ticket.kind && round === ticket.round,
    )
    if (!found) missing.push(index)
    else if (!isSameTicket(found, ticket)) conflicts.push(ticket)
  })
  return { candidate, missing, conflicts }
}

/** Trained weights are compared where both have them: a bundle need not carry them. */
export function isSameTicket(
  one: Pick<TicketRecord, 'sha256' | 'trainedSha256'>,
  other: Pick<TicketRecord, 'sha256' | 'trainedSha256'>,
): boolean {
  const bothTrained = one.trainedSha256 !== null && other.trainedSha256 !== null
  return one.sha256 === other.sha256 && (!bothTrained || one.trainedSha256 === other.trainedSha256)
}

function compareDataset(
  datasets: readonly DatasetSummary[],
  name: string,
  sha256: string,
): BundleStudy['datasets'][number]['here'] {
  if (datasets.some((dataset) => dataset.sha256 === sha256)) return 'same'
  return datasets.some((dataset) => dataset.name === name) ? 'different' : 'absent'
}
