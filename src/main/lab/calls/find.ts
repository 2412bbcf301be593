import type { TicketLabel } from '../../../shared/comparison.ts'
import { LabError } from '../../../shared/errors.ts'
import type { Signs } from '../../../shared/spec.ts'
import { buildSignedNetwork, type SignedNetwork } from '../science/distance/index.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import type { Store } from '../store/open.ts'
import { planStudy, type StudyPlan } from '../study/plan.ts'
import { readTicket } from '../study/tickets.ts'

/**
 * The study of an id, a name, or a unique prefix of either.
 * @throws LabError `study.unknown`, `study.ambiguous`
 */
export function findStudy(store: Store, wanted: string): StudyRecord {
  const all = store.studies.list()
  const exact = all.filter(({ id, name }) => id === wanted || name === wanted)
  const found =
    exact.length > 0 ? exact : all.filter(({ id, name }) => id.startsWith(wanted) || name.startsWith(wanted))
  const [study] = found
  if (!study)
    throw new LabError('study.unknown', `no study "${wanted}"; \`ticketscope study list\` shows those there are`)
  if (found.length > 1) {
    const ids = found.map(({ id, name }) => `${id} (${name})`).join(', ')
    throw new LabError('study.ambiguous', `"${wanted}" fits ${found.length} studies: ${ids}; give one of these ids`)
  }
  return study
}

/** Each dataset's final tickets that have been verified, or the tickets of one round. */
export function ticketsOf(store: Store, study: StudyRecord, round = study.spec.pruning.rounds): TicketRecord[] {
  return store.tickets.ofStudy(study.id).filter((ticket) => ticket.round === round)
}

/** @throws LabError `ticket.unknown` */
export function findTicket(store: Store, id: string): { ticket: TicketRecord; study: StudyRecord; plan: StudyPlan } {
  const ticket = store.tickets.byId(id)
  if (!ticket) throw new LabError('ticket.unknown', `no ticket "${id}"; \`ticketscope tickets STUDY\` lists ids`)
  const study = findStudy(store, ticket.study)
  return { ticket, study, plan: planStudy(study.spec) }
}

/** A ticket with its network as the distances see it. */
export function readTicketNetwork(
  store: Store,
  id: string,
  signs: Signs,
): ReturnType<typeof findTicket> & { network: SignedNetwork } {
  const found = findTicket(store, id)
  const { masks, surviving } = readTicket(store, found.plan, found.ticket, signs)
  return { ...found, network: buildSignedNetwork(found.plan.network.layers, masks, surviving) }
}

export function labelTicket({ id, kind, dataset, trial, round }: TicketRecord): TicketLabel {
  return { id, kind, dataset, trial, round }
}
