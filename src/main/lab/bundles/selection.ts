import { LabError } from '../../../shared/errors.ts'
import { pairTickets, type TicketPair } from '../science/conditions.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { everyPair, finalTickets } from '../study/measure-study.ts'
import { planStudy, ticketId, type StudyPlan } from '../study/plan.ts'
import { studyStream } from '../study/study-streams.ts'
import type { BundleDistance } from './contents.ts'
import type { ManifestStudy } from './manifest.ts'

/** Some tickets of one study, as a bundle carries them. */
export interface Selection {
  study: StudyRecord
  plan: StudyPlan
  /** By dataset, trial, winning before random, round. */
  tickets: TicketRecord[]
  /** Whether the weights after the verification run go along. */
  trained: boolean
}

/** What of a study is to be exported. */
export interface SelectionChoice {
  /** The masks of earlier rounds too. */
  allRounds?: boolean
  /** The trained weights too; they always go along where the study's comparison needs them. */
  trained?: boolean
}

/**
 * A study's final tickets, or those of all rounds.
 * @throws LabError `study.state` when it has none yet
 */
export function selectStudy(store: Store, study: StudyRecord, choice: SelectionChoice = {}): Selection {
  const plan = planStudy(study.spec)
  const final = finalTickets(store, plan, study)
  if (final.length === 0)
    throw new LabError(
      'study.state',
      `study "${study.name}" (${study.id}) has no finished tickets yet; export it when some are trained`,
    )
  const tickets = choice.allRounds ? sortTickets(plan, store.tickets.ofStudy(study.id)) : final
  return { study, plan, tickets, trained: needsTrained(plan, choice) }
}

/** Single tickets of a study. */
export function selectTickets(
  study: StudyRecord,
  tickets: readonly TicketRecord[],
  choice: SelectionChoice = {},
): Selection {
  const plan = planStudy(study.spec)
  return { study, plan, tickets: sortTickets(plan, tickets), trained: needsTrained(plan, choice) }
}

function needsTrained({ spec }: StudyPlan, { trained = false }: SelectionChoice): boolean {
  return trained || spec.comparison.signs === 'trained'
}

function sortTickets({ spec }: StudyPlan, tickets: readonly TicketRecord[]): TicketRecord[] {
  const order = spec.datasets.map(({ name }) => name)
  return tickets.toSorted(
    (a, b) =>
      order.indexOf(a.dataset) - order.indexOf(b.dataset) ||
      a.trial - b.trial ||
      (a.kind < b.kind ? 1 : a.kind > b.kind ? -1 : a.round - b.round),
  )
}

/** The id that a study has in bundles: the one that it was made with. */
export function bundleStudyId({ id, origin }: StudyRecord): string {
  return origin?.study ?? id
}

/** What the manifest says of a selection. */
export function describeSelection(
  { study, tickets, trained }: Selection,
  hasInitial: (id: string) => boolean,
): ManifestStudy {
  const id = bundleStudyId(study)
  const { createdAt, engine, device, workers, software, datasets, spec, origin } = study
  return {
    id,
    format: origin?.format ?? 'ticketscope',
    ...{ createdAt, engine, device, workers, software, datasets, spec },
    tickets: tickets.map((ticket) => ({
      id: ticketId(id, ticket, ticket.kind, ticket.round),
      dataset: ticket.dataset,
      trial: ticket.trial,
      kind: ticket.kind,
      round: ticket.round,
      sha256: ticket.sha256,
      trainedSha256: trained ? ticket.trainedSha256 : null,
      accuracy: ticket.accuracy,
      initial: hasInitial(ticket.id),
      layers: ticket.layers,
      checks: ticket.checks,
    })),
  }
}

/** The epochs of the runs that the selected tickets come from. */
export function selectMetrics(store: Store, { study, tickets }: Selection) {
  const trials = new Set(tickets.map(({ dataset, trial }) => JSON.stringify([dataset, trial])))
  return store.epochs.list(study.id).filter(({ dataset, trial }) => trials.has(JSON.stringify([dataset, trial])))
}

/** The distances between the selected tickets that are known, under the settings of the study's spec. */
export function selectDistances(store: Store, { study, plan, tickets }: Selection): BundleDistance[] {
  const { spec } = plan
  const final = tickets.filter(({ round }) => round === spec.pruning.rounds)
  const id = bundleStudyId(study)
  const settings = {
    alignment: spec.comparison.alignment,
    signs: spec.comparison.signs,
    positiveWeight: spec.comparison.positiveWeight,
  }
  const hash = (ticket: TicketRecord | undefined) =>
    (settings.signs === 'initial' ? ticket?.sha256 : ticket?.trainedSha256) ?? ''
  const known = new Map(
    final.flatMap((ticket) =>
      store.distances
        .from(hash(ticket), settings)
        .map(({ b, metric, ...distance }) => [`${hash(ticket)} ${b} ${metric}`, distance] as const),
    ),
  )
  return pairsOf(plan, final).flatMap(({ a, b }) =>
    (['nnstd', 'nnstd-signed'] as const).flatMap((metric): BundleDistance[] => {
      const [first, second] = [final[a], final[b]]
      const found = known.get(`${hash(first)} ${hash(second)} ${metric}`)
      if (!found || !first || !second) return []
      const ids = [first, second].map((ticket) => ticketId(id, ticket, ticket.kind, ticket.round))
      return [{ study: id, a: ids[0] ?? '', b: ids[1] ?? '', metric, ...found }]
    }),
  )
}

/** Every pair that a study's comparison measures, in its direction, sorted. */
function pairsOf({ spec }: StudyPlan, tickets: readonly TicketRecord[]): TicketPair[] {
  const names = spec.datasets.map(({ name }) => name)
  const conditions = pairTickets(tickets, names, spec.comparison.pairs, (condition) =>
    studyStream(spec, 'pairs', condition),
  )
  const chosen = conditions.flatMap(({ pairs }) => pairs)
  return everyPair(tickets, chosen).toSorted((one, other) => one.a - other.a || one.b - other.b)
}
