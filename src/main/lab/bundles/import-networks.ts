import { basename } from 'node:path'
import type { NetworkImport, NetworkPreview } from '../../../shared/bundles.ts'
import { architectureSchema, type Architecture, type Layer } from '../../../shared/architecture.ts'
import { LabError } from '../../../shared/errors.ts'
import { studySpecSchema, type StudySpec } from '../../../shared/spec.ts'
import { survivingWeights } from '../science/pruning.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import { planStudy, studyId, ticketId, type StudyPlan } from '../study/plan.ts'
import { describeLayers, encodeFloats, encodeMasks, hashTicket } from '../study/ticket-content.ts'
import { requireGoing, type TransferControl } from './control.ts'
import { bundleError } from './failures.ts'
import { planForeign, type ForeignFormat, type ForeignNetwork } from './formats/foreign-network.ts'
import { readForeignInWorker } from './read-in-worker.ts'

/** What stands where a study names its data: other programs' files do not say. */
const unknownData = 'unknown'
const unknownHash = '0'.repeat(64)

/** The networks of some files, and the study that they would make. */
interface ReadNetworks {
  paths: readonly string[]
  format: ForeignFormat
  plan: StudyPlan
  tickets: ReturnType<typeof encodeNetwork>[]
}

/**
 * What an import would make of networks that other programs pruned. Nothing is written.
 * @throws LabError as importNetworks
 */
export async function previewNetworks(
  store: Store,
  paths: readonly string[],
  name: string | undefined,
  control: TransferControl = {},
): Promise<NetworkPreview> {
  const read = await readNetworks(paths, name, control)
  const { plan, tickets, format } = read
  const known = findKnown(store, read)
  return {
    format,
    name: known?.name ?? plan.spec.name,
    files: tickets.map(({ layers }, index) => ({ path: paths[index] ?? '', layers })),
    state: known ? 'known' : 'new',
    here: known?.id ?? null,
  }
}

/**
 * Imports networks that other programs pruned as the winning tickets of one study, a trial for each file.
 * @throws LabError `bundle.invalid` when a file is none, or the networks differ in shape, `interrupted`; nothing is
 * imported then
 */
export async function importNetworks(
  store: Store,
  paths: readonly string[],
  name: string | undefined,
  control: TransferControl = {},
): Promise<NetworkImport> {
  const read = await readNetworks(paths, name, control)
  return store.inTransaction(() => addStudy(store, read))
}

async function readNetworks(
  paths: readonly string[],
  name: string | undefined,
  control: TransferControl,
): Promise<ReadNetworks> {
  const networks: ForeignNetwork[] = []
  for (const path of paths) {
    networks.push(await readForeignInWorker(path, control))
    control.progress?.('read', networks.length, paths.length)
  }
  requireGoing(control, paths[0] ?? '')
  const [first] = networks
  if (!first) throw new LabError('usage', 'name at least one file')
  const place = basename(paths[0] ?? '')
  const layers = planForeign(first, place)
  networks.forEach((network, index) => {
    const shapes = planForeign(network, basename(paths[index] ?? '')).map(({ shape }) => shape.join('×'))
    if (shapes.join() !== layers.map(({ shape }) => shape.join('×')).join())
      throw bundleError(
        basename(paths[index] ?? ''),
        `has layers ${shapes.join(', ')}, unlike ${place}`,
        'import networks of one shape together',
      )
  })
  const plan = planStudy(describeStudy(name ?? place, first, place, networks.length))
  const tickets = networks.map((network) => encodeNetwork(plan, network))
  return { paths, format: first.format, plan, tickets }
}

/** The study that the same networks were imported as before. */
function findKnown(store: Store, { plan: { spec }, tickets }: ReadNetworks): StudyRecord | undefined {
  return store.studies.list().find(
    (study) =>
      JSON.stringify(study.spec) === JSON.stringify(spec) &&
      store.tickets
        .ofStudy(study.id)
        .map(({ sha256 }) => sha256)
        .join() === tickets.map(({ sha256 }) => sha256).join(),
  )
}

function addStudy(store: Store, read: ReadNetworks): NetworkImport {
  const { paths, format, plan, tickets } = read
  const { spec } = plan
  const known = findKnown(store, read)
  if (known) return { study: known.id, name: known.name, format, tickets: tickets.length, state: 'known' }
  const taken = new Set(store.studies.list().map((study) => study.id))
  const id = studyId(spec, (candidate) => taken.has(candidate))
  const now = new Date().toISOString()
  store.studies.addImported({
    ...{ id, spec, engine: null, device: null, workers: null, software: null },
    datasets: { [unknownData]: unknownHash },
    createdAt: now,
    origin: { study: id, file: paths.map((path) => basename(path)).join(', '), importedAt: now, format },
  })
  tickets.forEach(({ masks, initial, ...ticket }, index) => {
    const key = { dataset: unknownData, trial: index + 1 }
    const round = spec.pruning.rounds
    const record = { ...ticket, ...key, kind: 'winning' as const, round, study: id, checks: {} }
    store.tickets.add({ ...record, id: ticketId(id, key, 'winning', round) }, { masks, initial })
  })
  return { study: id, name: spec.name, format, tickets: tickets.length, state: 'new' }
}

function encodeNetwork({ network: { layers } }: StudyPlan, { layers: foreign }: ForeignNetwork) {
  const masks = foreign.map(({ mask }) => mask)
  const surviving = survivingWeights(
    foreign.map(({ weights }) => weights),
    masks,
  )
  const [maskBytes, initial] = [encodeMasks(masks), encodeFloats(surviving)]
  return {
    masks: maskBytes,
    initial,
    sha256: hashTicket(layers, maskBytes, initial),
    layers: describeLayers(layers, { masks, surviving }),
  }
}

/** A spec that holds the networks' shape; nothing is known about their training. */
function describeStudy(name: string, network: ForeignNetwork, place: string, trials: number): StudySpec {
  return studySpecSchema.parse({
    version: 1,
    name,
    seed: 0,
    datasets: [{ name: unknownData }],
    network: architectureOf(network, place),
    training: { optimiser: { kind: 'sgd', learningRate: 1 }, batch: 1, epochs: 1 },
    pruning: { rounds: 1, rates: { conv: 0, dense: 0, output: 0 } },
    trials,
  })
}

/**
 * A layer list of these shapes. Pooling leaves no trace in weights: the input is taken as large as the first dense layer
 * needs it.
 */
function architectureOf(network: ForeignNetwork, place: string): Architecture {
  const layers = planForeign(network, place)
  const [first] = layers
  const dense = layers.find(({ kind }) => kind !== 'conv')
  if (!first || layers.at(-1)?.kind !== 'output')
    throw bundleError(place, 'does not end with a dense layer', 'compare it with `distance` instead')
  for (const { name, kind, shape } of layers)
    if (kind === 'conv' && (shape[2] !== 3 || shape[3] !== 3))
      throw bundleError(
        `${place}: ${name}`,
        `has kernels of ${shape.slice(2).join('×')}`,
        'compare it with `distance`; studies have 3×3 kernels',
      )
  const input =
    first.kind === 'conv'
      ? { channels: first.fanIn / 9, ...planSides(dense?.positions ?? 1, place) }
      : planImage(first.fanIn, place)
  const list = layers.map(({ kind, units }): Layer => {
    if (kind === 'conv') return { kind, filters: units }
    return kind === 'dense' ? { kind, units } : { kind, classes: units }
  })
  const checked = architectureSchema.safeParse({ input, layers: list })
  if (checked.success) return checked.data
  throw bundleError(
    place,
    `has layers that a study cannot have (${checked.error.issues[0]?.message ?? ''})`,
    'compare it with `distance` instead',
  )
}

const mostSide = 512

function planSides(positions: number, place: string): { height: number; width: number } {
  for (let height = Math.floor(Math.sqrt(positions)); height > 0; height--)
    if (positions % height === 0 && positions / height <= mostSide) return { height, width: positions / height }
  throw bundleError(place, `needs images of ${positions} pixels`, 'compare it with `distance` instead')
}

function planImage(inputs: number, place: string): Architecture['input'] {
  for (const channels of [1, 3, 2, 4, 8, 16]) {
    if (inputs % channels !== 0) continue
    const side = Math.sqrt(inputs / channels)
    if (Number.isInteger(side) && side <= mostSide) return { height: side, width: side, channels }
  }
  return { ...planSides(inputs, place), channels: 1 }
}
