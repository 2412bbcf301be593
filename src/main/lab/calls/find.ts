import { LabError } from '../../../shared/errors.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import type { Store } from '../store/open.ts'

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
