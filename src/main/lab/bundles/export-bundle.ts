import { LabError } from '../../../shared/errors.ts'
import { formatCsv } from '../../../shared/tables/csv.ts'
import type { Store } from '../store/open.ts'
import type { TicketPayload, TicketRecord } from '../store/tickets.ts'
import { ticketId, type StudyPlan } from '../study/plan.ts'
import { hashTicket } from '../study/ticket-content.ts'
import { requireGoing, type TransferControl } from './control.ts'
import {
  distanceColumns,
  distanceRows,
  files,
  metricColumns,
  metricRow,
  mostTableBytes,
  mostTicketBytes,
  renderHashes,
  renderManifest,
  sha256,
  ticketFile,
} from './contents.ts'
import { axes, bundleFormat, bundleVersion, type Manifest } from './manifest.ts'
import { renderRoCrate } from './ro-crate.ts'
import { bundleStudyId, describeSelection, selectDistances, selectMetrics, type Selection } from './selection.ts'
import { encodeTicketFile } from './ticket-file.ts'
import { createZip, type ZipWriter } from './zip/write-zip.ts'

/** A bundle that was written. */
export interface WrittenBundle {
  path: string
  bytes: number
  /** Of the whole file. */
  sha256: string
  studies: number
  tickets: number
}

/**
 * Writes a bundle (docs/bundle-format.md). The same tickets give the same bytes, here and after an import elsewhere. One
 * ticket is in memory at a time.
 * @throws LabError `store.damaged` for a ticket without its payload, `bundle.invalid` above 4 GB, `interrupted`
 */
export async function exportBundle(
  store: Store,
  selections: readonly Selection[],
  path: string,
  control: TransferControl = {},
): Promise<WrittenBundle> {
  const sorted = selections.toSorted((a, b) => (bundleStudyId(a.study) < bundleStudyId(b.study) ? -1 : 1))
  requireDistinct(sorted)
  const zip = await createZip(path)
  try {
    const hashes = new Map<string, string>()
    const add = async (name: string, bytes: Uint8Array): Promise<void> => {
      const most = name.startsWith('tickets/') ? mostTicketBytes : mostTableBytes
      if (bytes.length > most)
        throw new LabError(
          'bundle.invalid',
          `${path}: ${name} would have ${bytes.length} bytes, at most ${most} may be; export fewer tickets at a time`,
        )
      hashes.set(name, sha256(bytes))
      await zip.add(name, bytes)
    }
    const tickets = sorted.reduce((sum, selection) => sum + selection.tickets.length, 0)
    const addTicket: ZipWriter['add'] = async (name, bytes) => {
      requireGoing(control, path)
      await add(name, bytes)
      control.progress?.('write', ++written, tickets)
    }
    let written = 0
    const withInitial = new Set<string>()
    for (const selection of sorted) await addTickets(store, selection, addTicket, withInitial)
    const manifest: Manifest = {
      format: bundleFormat,
      version: bundleVersion,
      axes,
      studies: sorted.map((selection) => describeSelection(selection, (id) => withInitial.has(id))),
    }
    const distances = Buffer.from(renderDistances(store, sorted))
    // They can be measured again: too many are left out rather than the tickets.
    const carried =
      distances.length > mostTableBytes ? Buffer.from(formatCsv({ columns: distanceColumns, rows: [] })) : distances
    await add(files.distances, carried)
    await add(files.manifest, Buffer.from(renderManifest(manifest)))
    await add(files.metrics, Buffer.from(renderMetrics(store, sorted)))
    await add(files.crate, Buffer.from(renderRoCrate(manifest)))
    await zip.add(files.hashes, Buffer.from(renderHashes(hashes)))
    requireGoing(control, path)
    return { path, ...(await zip.finish()), studies: sorted.length, tickets }
  } catch (thrown) {
    await zip.abandon()
    throw thrown
  }
}

function requireDistinct(selections: readonly Selection[]): void {
  selections.forEach(({ study }, index) => {
    const before = selections[index - 1]?.study
    if (before && bundleStudyId(before) === bundleStudyId(study))
      throw new LabError(
        'usage',
        `studies ${before.id} and ${study.id} were made as one and the same; export them into two bundles`,
      )
  })
}

async function addTickets(
  store: Store,
  { study, plan, tickets, trained }: Selection,
  add: ZipWriter['add'],
  withInitial: Set<string>,
): Promise<void> {
  const named = tickets.map((ticket) => ({
    ticket,
    name: ticketFile(ticketId(bundleStudyId(study), ticket, ticket.kind, ticket.round)),
  }))
  for (const { ticket, name } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const payload = store.tickets.payload(ticket.id)
    if (!payload) throw new LabError('store.damaged', `ticket ${ticket.id} has no payload; run the study again`)
    requireIntact(plan, ticket, payload)
    if (payload.initial) withInitial.add(ticket.id)
    const kept = ticket.layers.map((layer) => layer.kept)
    await add(name, encodeTicketFile(plan.network.layers, kept, trained ? payload : { ...payload, trained: null }))
  }
}

/** Every weight is checked against its hash once more before it leaves. */
function requireIntact(plan: StudyPlan, ticket: TicketRecord, payload: TicketPayload): void {
  for (const [weights, hash] of [
    [payload.initial, ticket.sha256],
    [payload.trained, ticket.trainedSha256],
  ] as const)
    if (weights && hashTicket(plan.network.layers, payload.masks, weights) !== hash)
      throw new LabError('store.damaged', `ticket ${ticket.id} differs from its checksum; run the study again`)
}

function renderMetrics(store: Store, selections: readonly Selection[]): string {
  return formatCsv({
    columns: metricColumns,
    rows: selections.flatMap((selection) =>
      selectMetrics(store, selection).map((row) => metricRow(bundleStudyId(selection.study), row)),
    ),
  })
}

function renderDistances(store: Store, selections: readonly Selection[]): string {
  return formatCsv({
    columns: distanceColumns,
    rows: selections.flatMap((selection) => {
      const names = selection.plan.network.layers.map(({ name }) => name)
      return selectDistances(store, selection).flatMap((distance) => distanceRows(distance, names))
    }),
  })
}
