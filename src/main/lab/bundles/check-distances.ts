import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { wasmFile } from '../locations.ts'
import {
  buildSignedNetwork,
  measureDistance,
  openDistanceKernel,
  type SignedNetwork,
} from '../science/distance/index.ts'
import { decodeFloats, decodeMasks } from '../study/ticket-content.ts'
import { files, ticketFile, type BundleDistance } from './contents.ts'
import { bundleError } from './failures.ts'
import type { OpenBundle } from './read-bundle.ts'
import { decodeTicketFile } from './ticket-file.ts'

const checked = 8

/**
 * Measures a few pairs anew, chosen at random: checksums show damage, not invention, and an import puts the distances
 * beside those that were measured here.
 * @throws LabError `bundle.invalid` when one differs
 */
export function spotCheckDistances(bundle: OpenBundle, distances: readonly BundleDistance[]): void {
  if (distances.length === 0) return
  const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
  const chosen =
    distances.length <= checked
      ? distances
      : Array.from({ length: checked }, () => distances[randomInt(distances.length)])
  for (const distance of chosen) {
    const place = bundle.manifest.studies.findIndex(({ id }) => id === distance?.study)
    const spec = bundle.manifest.studies[place]?.spec
    if (!distance || !spec) continue
    const { alignment, signs, positiveWeight } = spec.comparison
    const [a, b] = [distance.a, distance.b].map((id) => readNetwork(bundle, place, id, signs))
    if (!a || !b) continue
    const measured = measureDistance(kernel, a, b, { alignment, positiveWeight })[distance.metric]
    if (measured.mean !== distance.mean || measured.layers.join() !== distance.layers.join())
      throw bundleError(
        `${bundle.place}: ${files.distances}`,
        `says ${distance.mean} for ${distance.metric} of ${distance.a} and ${distance.b}, measured here it is ${measured.mean}`,
      )
  }
}

function readNetwork(
  { manifest, plans, archive, place }: OpenBundle,
  study: number,
  id: string,
  signs: 'initial' | 'trained',
): SignedNetwork | null {
  const ticket = manifest.studies[study]?.tickets.find((candidate) => candidate.id === id)
  const layers = plans[study]?.network.layers
  if (!ticket || !layers) return null
  const name = ticketFile(id)
  const kept = ticket.layers.map((layer) => layer.kept)
  const parts = { initial: ticket.initial, trained: ticket.trainedSha256 !== null }
  const payload = decodeTicketFile(archive.read(name), layers, kept, parts, `${place}: ${name}`)
  const weights = signs === 'initial' ? payload.initial : payload.trained
  return weights && buildSignedNetwork(layers, decodeMasks(layers, payload.masks), decodeFloats(weights, kept))
}
