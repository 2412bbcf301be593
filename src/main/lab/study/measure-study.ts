import type { DistanceSettings } from '../../../shared/comparison.ts'
import type { StudyEvent } from '../../../shared/protocol.ts'
import type { Metric, NetworkDistance } from '../../../shared/results.ts'
import type { Alignment, Signs } from '../../../shared/spec.ts'
import type { DeviceName } from '../gpu/distances/index.ts'
import { pairTickets } from '../science/conditions.ts'
import type { TicketPair } from '../science/conditions.ts'
import { buildSignedNetwork, metrics, type SignedNetwork } from '../science/distance/index.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { measurePairs } from './measure-pairs.ts'
import { enterDistances, type MeasuredStudy } from './measured-study.ts'
import { planStudy, type StudyPlan } from './plan.ts'
import { studyStream } from './study-streams.ts'
import { readTicket, signedHash } from './tickets.ts'

/** What a person may ask otherwise than the spec says. */
export interface ComparisonChoice {
  pairs?: 'all' | number | undefined
  alignment?: Alignment | undefined
  signs?: Signs | undefined
}

export interface ComparisonContext {
  store: Store
  emit(event: StudyEvent): void
  workers: number
  /** The graphics device to measure on, and who is told when it fails; without one, the CPU measures. */
  gpu?: { device: DeviceName; notice(study: string, message: string): void }
  /** Whether new distances are kept; not so beside another owner of the home. */
  writable: boolean
}

/** Verified final tickets, in the order of datasets, trials, winning before random. */
export function finalTickets(store: Store, plan: StudyPlan, study: StudyRecord): TicketRecord[] {
  const order = plan.spec.datasets.map(({ name }) => name)
  return store.tickets
    .ofRound(study.id, plan.spec.pruning.rounds)
    .filter((ticket) => isVerified(ticket, study))
    .toSorted((a, b) => order.indexOf(a.dataset) - order.indexOf(b.dataset))
}

/** Trained once more to its end; other programs' tickets come without an accuracy. */
export function isVerified(ticket: TicketRecord, study: StudyRecord): boolean {
  return ticket.accuracy !== null || (study.origin !== null && study.origin.format !== 'ticketscope')
}

/**
 * The distances of every two final tickets of different initial weights, whatever the sample of pairs: shuffling the
 * labels of tickets needs them all. What is not known yet is measured, and kept.
 * @throws LabError `interrupted` when aborted; what was measured is kept
 */
export async function measureStudy(
  context: ComparisonContext,
  study: StudyRecord,
  choice: ComparisonChoice,
  signal?: AbortSignal,
): Promise<MeasuredStudy> {
  const { spec } = study
  const plan = planStudy(spec)
  const tickets = finalTickets(context.store, plan, study)
  const settings = {
    alignment: choice.alignment ?? spec.comparison.alignment,
    signs: choice.signs ?? spec.comparison.signs,
    positiveWeight: spec.comparison.positiveWeight,
  }
  const layers = ['overall', ...plan.network.layers.map(({ name }) => name)]
  const empty = (): Float64Array => new Float64Array(layers.length * tickets.length ** 2).fill(NaN)
  const measured: MeasuredStudy = {
    spec,
    tickets,
    conditions: pairTickets(
      tickets,
      spec.datasets.map(({ name }) => name),
      choice.pairs ?? spec.comparison.pairs,
      (condition) => studyStream(spec, 'pairs', condition),
    ),
    layers,
    settings,
    values: { nnstd: empty(), 'nnstd-signed': empty() },
  }
  await fill(context, study.id, plan, measured, signal)
  return measured
}

async function fill(
  { store, emit, workers, gpu, writable }: ComparisonContext,
  study: string,
  plan: StudyPlan,
  { tickets, conditions, settings, values }: MeasuredStudy,
  signal?: AbortSignal,
): Promise<void> {
  const size = tickets.length
  const hashes = tickets.map((ticket) => signedHash(ticket, settings.signs))
  const enter = (pair: TicketPair, distances: Record<Metric, NetworkDistance>): void => {
    for (const metric of metrics) enterDistances(values[metric], size, pair, distances[metric])
  }
  const wanted = everyPair(
    tickets,
    conditions.flatMap(({ pairs }) => pairs),
  )
  const isKnown = enterKnown(store, hashes, settings, wanted, values)
  const unknown = wanted.filter((pair) => !isKnown(pair))
  if (unknown.length === 0) return

  const unsaved: { pair: TicketPair; distances: Record<Metric, NetworkDistance> }[] = []
  const save = (): void => {
    if (!writable) return
    store.inTransaction(() => {
      for (const { pair, distances } of unsaved.splice(0))
        for (const metric of metrics)
          store.distances.add(
            { a: hashes[pair.a] ?? '', b: hashes[pair.b] ?? '', metric, ...settings },
            distances[metric],
          )
    })
  }
  let done = 0
  const measuring = measurePairs({
    networks: readNetworks(store, plan, tickets, unknown, settings.signs),
    pairs: unknown,
    options: settings,
    workers,
    gpu: gpu ? { device: gpu.device, notice: (message) => gpu.notice(study, message) } : null,
    ...(signal && { signal }),
    onResult(index, distances) {
      const pair = unknown[index]
      if (!pair) return
      enter(pair, distances)
      unsaved.push({ pair, distances })
      if (unsaved.length >= 64) save()
      emit({ event: 'distances', study, done: ++done, total: unknown.length })
    },
  })
  await measuring.finally(save)
}

/**
 * Enters the stored distances of the wanted pairs.
 * @returns whether a wanted pair was stored, by both metrics
 */
function enterKnown(
  store: Store,
  hashes: readonly string[],
  settings: DistanceSettings,
  wanted: readonly TicketPair[],
  values: Record<Metric, Float64Array>,
): (pair: TicketPair) => boolean {
  const size = hashes.length
  const places = new Map(hashes.map((hash, index) => [hash, index]))
  const isWanted = new Uint8Array(size * size)
  for (const { a, b } of wanted) isWanted[a * size + b] = 1
  const found = new Uint8Array(size * size) // metrics
  hashes.forEach((hash, a) => {
    for (const known of store.distances.from(hash, settings)) {
      const b = places.get(known.b)
      if (b === undefined || isWanted[a * size + b] !== 1) continue
      enterDistances(values[known.metric], size, { a, b }, known)
      found[a * size + b] = (found[a * size + b] ?? 0) + 1
    }
  })
  return ({ a, b }) => found[a * size + b] === metrics.length
}

/** The conditions' pairs, and every other pair of tickets of different initial weights. */
export function everyPair(tickets: readonly TicketRecord[], chosen: readonly TicketPair[]): TicketPair[] {
  const size = tickets.length
  const present = new Set(chosen.flatMap(({ a, b }) => [a * size + b, b * size + a]))
  const others = tickets.flatMap((first, a) =>
    tickets.flatMap((second, b) => {
      const sameStart = first.dataset === second.dataset && first.trial === second.trial
      return b <= a || sameStart || present.has(a * size + b) ? [] : [{ a, b }]
    }),
  )
  return [...chosen, ...others]
}

/** The networks that the pairs need; the others are left empty. */
function readNetworks(
  store: Store,
  plan: StudyPlan,
  tickets: readonly TicketRecord[],
  pairs: readonly TicketPair[],
  signs: Signs,
): SignedNetwork[] {
  const needed = new Set(pairs.flatMap(({ a, b }) => [a, b]))
  return tickets.map((ticket, index) => {
    if (!needed.has(index)) return { layers: [] }
    const { masks, surviving } = readTicket(store, plan, ticket, signs)
    return buildSignedNetwork(plan.network.layers, masks, surviving)
  })
}
