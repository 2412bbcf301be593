import { closeSync, openSync } from 'node:fs'
import { basename } from 'node:path'
import type { RoundMetrics } from '../../../shared/results.ts'
import { drawInitialWeights } from '../science/initial-weights.ts'
import type { TicketPayload } from '../store/tickets.ts'
import type { StudyPlan } from '../study/plan.ts'
import { trialStream } from '../study/study-streams.ts'
import { decodeFloats, decodeMasks, encodeFloats, hashTicket, ticketContent } from '../study/ticket-content.ts'
import { checkManifest } from './check-manifest.ts'
import { readDistances, readMetrics } from './check-tables.ts'
import {
  files,
  mostTableBytes,
  mostTicketBytes,
  renderHashes,
  sha256,
  ticketFile,
  type BundleDistance,
} from './contents.ts'
import { openZip, type ZipArchive } from '../formats/zip/read-zip.ts'
import { bundleError } from './failures.ts'
import { parseManifest, type Manifest, type ManifestTicket } from './manifest.ts'
import { parseStrictJson } from './strict-json.ts'
import { decodeTicketFile } from './ticket-file.ts'

const rules = {
  kind: 'strict',
  mostGap: 0,
  mostExpansion: 200, // masks and weights stay far below, bombs far above
  mostEntryBytes: mostTicketBytes,
  mostTotalBytes: 2 ** 34,
  mostEntries: 20_010,
  wanted: 'give a .tickets file',
  fail: bundleError,
} as const
/** A ticket's header and padding. */
const mostHeaderBytes = 2 ** 20

/** A bundle whose archive, manifest and list of files have been checked, but not its tickets. */
export interface OpenBundle {
  manifest: Manifest
  plans: StudyPlan[]
  archive: ZipArchive
  /** The file's name, for messages. */
  place: string
  close(): void
}

/** What a bundle holds beside its tickets' weights. */
export interface BundleTables {
  metrics: { study: string; metrics: RoundMetrics }[]
  distances: BundleDistance[]
}

/**
 * Opens a bundle and checks everything but its tables and tickets.
 * @throws LabError `bundle.invalid`, `bundle.newer`, `data.missing`
 */
export function openBundle(path: string): OpenBundle {
  const place = basename(path)
  const file = openSync(path, 'r')
  try {
    const archive = openZip(file, place, rules)
    for (const { name, size } of archive.entries)
      if (!name.startsWith('tickets/') && size > mostTableBytes)
        throw bundleError(`${place}: ${name}`, `claims ${size} bytes, more than ${mostTableBytes}`)
    const manifest = parseManifest(archive.read(files.manifest), `${place}: ${files.manifest}`)
    const plans = checkManifest(manifest, place)
    checkNames(archive, manifest, place)
    return { manifest, plans, archive, place, close: () => closeSync(file) }
  } catch (thrown) {
    closeSync(file)
    throw thrown
  }
}

/** Exactly the files that the manifest promises. */
function checkNames({ entries }: ZipArchive, { studies }: Manifest, place: string): void {
  const promised = new Set<string>(Object.values(files))
  for (const { tickets } of studies) for (const { id } of tickets) promised.add(ticketFile(id))
  for (const { name } of entries)
    if (!promised.delete(name)) throw bundleError(`${place}: ${name}`, 'is not named by the manifest')
  const [missing] = promised
  if (missing !== undefined) throw bundleError(`${place}: ${missing}`, 'is missing')
}

/**
 * Reads every file of a bundle and checks it: against its checksum, and against what the manifest says of it.
 * @param onTicket called with each ticket's weights, one at a time
 * @throws LabError `bundle.invalid`
 */
export function readBundle(
  { manifest, plans, archive, place }: OpenBundle,
  onTicket: (study: number, ticket: number, payload: TicketPayload) => void,
): BundleTables {
  const hashes = new Map<string, string>()
  const read = (name: string): Uint8Array => {
    const bytes = archive.read(name)
    hashes.set(name, sha256(bytes))
    return bytes
  }
  read(files.manifest)
  const metrics = readMetrics(read(files.metrics), manifest, `${place}: ${files.metrics}`)
  const distances = readDistances(read(files.distances), manifest, plans, `${place}: ${files.distances}`)
  parseStrictJson(read(files.crate), `${place}: ${files.crate}`)
  manifest.studies.forEach(({ tickets }, study) => {
    const plan = plans[study]
    if (!plan) return
    const drawn = drawWhenNeeded(plan)
    tickets.forEach((ticket, index) => {
      const where = `${place}: ${ticketFile(ticket.id)}`
      requireSize(archive, ticket, plan, where)
      const payload = checkTicket(read(ticketFile(ticket.id)), ticket, plan, drawn, where)
      onTicket(study, index, payload)
    })
  })
  const listed = archive.read(files.hashes)
  if (!Buffer.from(renderHashes(hashes)).equals(listed))
    throw bundleError(`${place}: ${files.hashes}`, 'does not list the checksums of the files that are there')
  return { metrics, distances }
}

/** Before it is unpacked: a ticket's file has the size that its masks and weights need. */
function requireSize({ entries }: ZipArchive, ticket: ManifestTicket, plan: StudyPlan, where: string): void {
  const floats = Number(ticket.initial) + Number(ticket.trainedSha256 !== null)
  const needed = ticket.layers.reduce((sum, { kept }) => sum + 4 * kept * floats, 0)
  const masks = plan.network.layers.reduce((sum, { weights }) => sum + Math.ceil(weights / 8), 0)
  const size = entries.find(({ name }) => name === ticketFile(ticket.id))?.size ?? 0
  if (size < needed + masks || size > needed + masks + mostHeaderBytes)
    throw bundleError(where, `claims ${size} bytes, the ticket needs ${needed + masks} and a header`)
}

type Draw = (ticket: ManifestTicket) => Float32Array[]

/** θ₀ of a ticket's trial; tickets of one trial follow one another. */
function drawWhenNeeded(plan: StudyPlan): Draw {
  let last: { key: string; weights: Float32Array[] } | null = null
  return ({ dataset, trial }) => {
    const key = JSON.stringify([dataset, trial])
    if (last?.key !== key) {
      const weights = drawInitialWeights(plan.network.layers, trialStream(plan, { dataset, trial }, 'initial weights'))
      last = { key, weights }
    }
    return last.weights
  }
}

function checkTicket(
  bytes: Uint8Array,
  ticket: ManifestTicket,
  plan: StudyPlan,
  draw: Draw,
  where: string,
): TicketPayload {
  const { layers } = plan.network
  const kept = ticket.layers.map((layer) => layer.kept)
  const parts = { initial: ticket.initial, trained: ticket.trainedSha256 !== null }
  const payload = decodeTicketFile(bytes, layers, kept, parts, where)
  const surviving = payload.initial
    ? decodeFloats(payload.initial, kept)
    : ticketContent(decodeMasks(layers, payload.masks), draw(ticket)).surviving
  if (hashTicket(layers, payload.masks, payload.initial ?? encodeFloats(surviving)) !== ticket.sha256)
    throw bundleError(
      where,
      payload.initial
        ? "differs from the ticket's checksum"
        : "differs from the ticket's checksum with the initial weights of its study's seed",
    )
  if (payload.trained && hashTicket(layers, payload.masks, payload.trained) !== ticket.trainedSha256)
    throw bundleError(where, 'has trained weights that differ from their checksum')
  surviving.forEach((weights, index) => {
    let negative = 0
    for (const weight of weights) if (weight < 0) negative++
    const claimed = ticket.layers[index]
    if (claimed?.negative !== negative)
      throw bundleError(
        `${where}: ${claimed?.name ?? ''}`,
        `has ${negative} negative weights, the manifest says ${claimed?.negative ?? 0}`,
      )
  })
  return payload
}
