import type { StudyEvent } from '../../../shared/protocol.ts'
import type { DistanceReport, Metric, NetworkDistance, PairDistance } from '../../../shared/results.ts'
import type { Alignment, Signs } from '../../../shared/spec.ts'
import { pairTickets, type Condition, type TicketPair } from '../science/conditions.ts'
import { buildSignedNetwork, type SignedNetwork } from '../science/distance/index.ts'
import { buildConditionTable } from '../science/statistics/index.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { measurePairs } from './measure-pairs.ts'
import { planStudy, studyStream, type StudyPlan } from './plan.ts'
import { readTicket, signedHash } from './tickets.ts'

const metrics = ['nnstd', 'nnstd-signed'] as const

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
  /** Whether new distances are kept; not so beside another owner of the home. */
  writable: boolean
}

/**
 * Measures the distances of a study's conditions that are not known yet, and tests every condition against the control.
 * Same spec, same tickets: same report, byte for byte.
 */
export async function compareStudy(
  context: ComparisonContext,
  study: StudyRecord,
  choice: ComparisonChoice,
  signal?: AbortSignal,
): Promise<DistanceReport> {
  const { spec } = study
  const plan = planStudy(spec)
  const settings = {
    alignment: choice.alignment ?? spec.comparison.alignment,
    signs: choice.signs ?? spec.comparison.signs,
    positiveWeight: spec.comparison.positiveWeight,
  }
  const tickets = finalTickets(context.store, plan, study)
  const datasets = spec.datasets.map(({ name }) => name)
  const conditions = pairTickets(tickets, datasets, choice.pairs ?? spec.comparison.pairs, (condition) =>
    studyStream(spec, 'pairs', condition),
  )
  const known = await measureAll(context, study, plan, tickets, everyPair(tickets, conditions), settings, signal)
  const layerNames = plan.network.layers.map(({ name }) => name)
  const pairs = conditions.flatMap(({ name, pairs: list }) =>
    list.flatMap((pair) => metrics.map((metric) => describePair(name, metric, pair, tickets, layerNames, known))),
  )
  const table = buildConditionTable({
    tickets,
    datasets,
    conditions,
    layerNames,
    value: (metric, layer, a, b) => {
      const distance = known.get(pairKey({ a, b }))?.[metric] ?? known.get(pairKey({ a: b, b: a }))?.[metric]
      return layer === 'overall' ? distance?.mean : distance?.layers[layerNames.indexOf(layer)]
    },
    permutations: spec.comparison.permutations,
    bootstraps: spec.comparison.bootstraps,
    stream: (purpose, condition) => studyStream(spec, purpose, condition),
  })
  return { pairs, table, alpha: spec.comparison.alpha }
}

/** Verified final tickets, in the order of datasets, trials, winning before random. */
export function finalTickets(store: Store, plan: StudyPlan, study: StudyRecord): TicketRecord[] {
  const order = plan.spec.datasets.map(({ name }) => name)
  return store.tickets
    .ofStudy(study.id)
    .filter((ticket) => ticket.round === plan.spec.pruning.rounds && isVerified(ticket, study))
    .toSorted((a, b) => order.indexOf(a.dataset) - order.indexOf(b.dataset))
}

/** Trained once more to its end; other programs' tickets come without an accuracy. */
export function isVerified(ticket: TicketRecord, study: StudyRecord): boolean {
  return ticket.accuracy !== null || (study.origin !== null && study.origin.format !== 'ticketscope')
}

/**
 * The conditions' pairs, and every other pair of tickets of different trials: shuffling the labels of tickets needs the
 * distances between any two of them, whatever the sample.
 */
export function everyPair(tickets: readonly TicketRecord[], conditions: readonly Condition[]): TicketPair[] {
  const pairs = conditions.flatMap((condition) => condition.pairs)
  const present = new Set(pairs.flatMap((pair) => [pairKey(pair), pairKey({ a: pair.b, b: pair.a })]))
  tickets.forEach((first, a) => {
    tickets.slice(a + 1).forEach((second, offset) => {
      const pair = { a, b: a + 1 + offset }
      const sameStart = first.dataset === second.dataset && first.trial === second.trial
      if (!sameStart && !present.has(pairKey(pair))) pairs.push(pair)
    })
  })
  return pairs
}

type Known = Map<string, Record<Metric, NetworkDistance>>

function pairKey({ a, b }: TicketPair): string {
  return `${a} ${b}`
}

async function measureAll(
  { store, emit, workers, writable }: ComparisonContext,
  study: StudyRecord,
  plan: StudyPlan,
  tickets: readonly TicketRecord[],
  pairs: readonly TicketPair[],
  settings: { alignment: Alignment; signs: Signs; positiveWeight: number },
  signal?: AbortSignal,
): Promise<Known> {
  const hashes = tickets.map((ticket) => signedHash(ticket, settings.signs))
  const cacheKey = ({ a, b }: TicketPair, metric: Metric) => ({
    a: hashes[a] ?? '',
    b: hashes[b] ?? '',
    metric,
    ...settings,
  })
  const known: Known = new Map()
  const missing: TicketPair[] = []
  for (const pair of pairs) {
    const nnstd = store.distances.find(cacheKey(pair, 'nnstd'))
    const signed = store.distances.find(cacheKey(pair, 'nnstd-signed'))
    if (nnstd && signed) known.set(pairKey(pair), { nnstd, 'nnstd-signed': signed })
    else missing.push(pair)
  }
  if (missing.length === 0) return known

  const none: SignedNetwork = { layers: [] }
  const needed = new Set(missing.flatMap(({ a, b }) => [a, b]))
  const networks = tickets.map((ticket, index) => {
    if (!needed.has(index)) return none
    const { masks, surviving } = readTicket(store, plan, ticket, settings.signs)
    return buildSignedNetwork(plan.network.layers, masks, surviving)
  })
  const unsaved: { pair: TicketPair; distances: Record<Metric, NetworkDistance> }[] = []
  const save = (): void => {
    if (!writable) return
    store.inTransaction(() => {
      for (const { pair, distances } of unsaved.splice(0))
        for (const metric of metrics) store.distances.add(cacheKey(pair, metric), distances[metric])
    })
  }
  let done = 0
  await measurePairs({
    networks,
    pairs: missing,
    options: settings,
    workers,
    ...(signal && { signal }),
    onResult(index, distances) {
      const pair = missing[index]
      if (!pair) return
      known.set(pairKey(pair), distances)
      unsaved.push({ pair, distances })
      if (unsaved.length >= 64) save()
      emit({ event: 'distances', study: study.id, done: ++done, total: missing.length })
    },
  })
  save()
  return known
}

function describePair(
  condition: string,
  metric: Metric,
  pair: TicketPair,
  tickets: readonly TicketRecord[],
  layerNames: readonly string[],
  known: Known,
): PairDistance {
  const distance = known.get(pairKey(pair))?.[metric] ?? { layers: [], mean: 0 }
  return {
    a: tickets[pair.a]?.id ?? '',
    b: tickets[pair.b]?.id ?? '',
    condition,
    metric,
    layers: Object.fromEntries(layerNames.map((name, index) => [name, distance.layers[index] ?? 0])),
    mean: distance.mean,
  }
}
