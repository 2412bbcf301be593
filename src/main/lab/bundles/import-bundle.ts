import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { BundleImport, BundlePreview } from '../../../shared/bundles.ts'
import { LabError } from '../../../shared/errors.ts'
import type { DatasetSummary } from '../../../shared/results.ts'
import type { Store } from '../store/open.ts'
import type { TicketPayload } from '../store/tickets.ts'
import { planStudy, studyId, ticketId } from '../study/plan.ts'
import { hashTicket } from '../study/ticket-content.ts'
import { requireGoing, type TransferControl } from './control.ts'
import type { BundleAnswer, BundleContent, StagedTicket } from './bundle-messages.ts'
import type { ManifestStudy, ManifestTicket } from './manifest.ts'
import { matchStudies, type StudyMatch } from './match-studies.ts'
import { readInWorker } from './read-in-worker.ts'

export interface ImportContext {
  home: string
  store: Store
  datasets: readonly DatasetSummary[]
}

/** What is in a bundle, where it comes from, and what of it is here already. Nothing is written. */
export async function previewBundle(
  { store, datasets }: ImportContext,
  path: string,
  control?: TransferControl,
): Promise<BundlePreview> {
  const { bytes, manifest } = await readInWorker({ path, depth: 'manifest' }, control)
  const studies = matchStudies(store, manifest, datasets).map(({ described }) => described)
  return { path, bytes, format: 'bundle', version: manifest.version, studies }
}

/**
 * Imports a bundle: checks all of it in the worker, then writes what is not here yet in one transaction.
 * @throws LabError `bundle.invalid`, `bundle.newer`, `interrupted`; nothing is imported then
 */
export async function importBundle(
  { home, store, datasets }: ImportContext,
  path: string,
  control: TransferControl = {},
): Promise<BundleImport> {
  await mkdir(stagingFolder(home), { recursive: true })
  const stage = join(stagingFolder(home), `${randomBytes(8).toString('hex')}.bin`)
  try {
    const answer = await readInWorker({ path, depth: 'content', stage }, control)
    control.progress?.('store', 0, answer.content?.tickets.length ?? 0)
    await turn() // what was said goes out before the transaction, which holds everything up
    requireGoing(control, path)
    const staging = openSync(stage, 'r')
    try {
      return { path, studies: store.inTransaction(() => addStudies(store, answer, staging, datasets, path)) }
    } finally {
      closeSync(staging)
    }
  } finally {
    await rm(stage, { force: true })
  }
}

function stagingFolder(home: string): string {
  return join(home, 'staging')
}

/** Removes what an interrupted import left. */
export async function sweepStaging(home: string): Promise<void> {
  await rm(stagingFolder(home), { recursive: true, force: true })
}

function addStudies(
  store: Store,
  answer: BundleAnswer,
  staging: number,
  datasets: readonly DatasetSummary[],
  path: string,
): BundleImport['studies'] {
  const { manifest } = answer
  return matchStudies(store, manifest, datasets).map((match, index) => {
    const study = manifest.studies[index]
    if (!study || !answer.content) throw new Error('a study without a manifest')
    const id = match.into?.id ?? addStudy(store, study, path)
    addTickets(
      store,
      study,
      id,
      match,
      answer.content.tickets.filter((staged) => staged.study === index),
      staging,
    )
    if (match.missing.length > 0) addTables(store, study, id, match, answer.content)
    return { ...match.described, study: id }
  })
}

function addStudy(store: Store, study: ManifestStudy, path: string): string {
  const taken = new Set(store.studies.list().map(({ id }) => id))
  const id = taken.has(study.id) ? studyId(study.spec, (candidate) => taken.has(candidate)) : study.id
  const { spec, engine, device, workers, datasets, createdAt, software } = study
  const origin = { study: study.id, file: basename(path), importedAt: new Date().toISOString(), format: study.format }
  store.studies.addImported({ id, spec, engine, device, workers, datasets, createdAt, software, origin })
  return id
}

function addTickets(
  store: Store,
  study: ManifestStudy,
  id: string,
  { missing }: StudyMatch,
  staged: readonly StagedTicket[],
  staging: number,
): void {
  const { layers } = planStudy(study.spec).network
  for (const index of missing) {
    const ticket = study.tickets[index]
    const place = staged.find((candidate) => candidate.ticket === index)
    if (!ticket || !place) throw new Error('a ticket that was not staged')
    const payload = readStaged(staging, place)
    if (payload.initial && hashTicket(layers, payload.masks, payload.initial) !== ticket.sha256)
      throw new LabError('store.damaged', `ticket ${ticket.id} changed on its way through the home folder; try again`)
    const { dataset, trial, kind, round, sha256, trainedSha256, accuracy, checks } = ticket
    const local = ticketId(id, ticket, kind, round)
    store.tickets.add(
      { id: local, study: id, dataset, trial, kind, round, sha256, layers: ticket.layers, checks },
      payload,
    )
    if (accuracy !== null) store.tickets.finish(local, { accuracy, checks, trained: payload.trained, trainedSha256 })
  }
}

function readStaged(staging: number, { offset, lengths }: StagedTicket): TicketPayload {
  let position = offset
  const take = (length: number): Uint8Array => {
    const bytes = Buffer.alloc(length)
    if (readSync(staging, bytes, 0, length, position) !== length) throw new Error('the staging file ends too early')
    position += length
    return bytes
  }
  const [masks, initial, trained] = lengths
  return {
    masks: take(masks),
    initial: initial === null ? null : take(initial),
    trained: trained === null ? null : take(trained),
  }
}

/** Epochs, and distances in which a ticket has part that was not here: they never stand in for a measurement of ours. */
function addTables(
  store: Store,
  study: ManifestStudy,
  id: string,
  { missing }: StudyMatch,
  { metrics, distances }: BundleContent,
): void {
  for (const row of metrics) if (row.study === study.id) store.epochs.record(id, row.metrics)
  const { alignment, signs, positiveWeight } = study.spec.comparison
  const added = new Set(missing.map((index) => study.tickets[index]?.id))
  const byId = new Map<string, ManifestTicket>(study.tickets.map((ticket) => [ticket.id, ticket]))
  const hash = (ticket: string): string | null => {
    const found = byId.get(ticket)
    return (signs === 'initial' ? found?.sha256 : found?.trainedSha256) ?? null
  }
  for (const { a, b, metric, layers, mean, study: of } of distances) {
    const hashes = { a: hash(a), b: hash(b) }
    if (of !== study.id || hashes.a === null || hashes.b === null || !(added.has(a) || added.has(b))) continue
    const key = { a: hashes.a, b: hashes.b, metric, alignment, signs, positiveWeight }
    store.distances.add(key, { layers, mean })
  }
}
