import type { EnrichedPatternReport, KernelSigns } from '../../../shared/comparison.ts'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import { controlCondition } from '../science/conditions.ts'
import { describePatterns, measureEnrichment } from '../science/patterns/index.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { findConvolution, readKernelSigns } from '../study/kernel-signs.ts'
import { finalTickets } from '../study/measure-study.ts'
import { planStudy, studyStream, type StudyPlan } from '../study/plan.ts'
import { findStudy, findTicket, labelTicket } from './find.ts'

type GroupWish = NonNullable<CheckedInput<'findPatterns'>['groups']>[number]

export function kernelCalls(store: Store) {
  /** A named group of the study, or the tickets that were asked for. */
  function findGroup(study: StudyRecord, plan: StudyPlan, wish: GroupWish): { name: string; tickets: TicketRecord[] } {
    if (typeof wish !== 'string') {
      const tickets = wish.tickets.map((id) => {
        const { ticket } = findTicket(store, id)
        if (ticket.study === study.id) return ticket
        throw new LabError('ticket.unknown', `ticket ${id} is not of study "${study.name}"; give tickets of one study`)
      })
      return { name: wish.name, tickets }
    }
    const limit = study.spec.patterns.ticketsPerGroup
    const cut = (tickets: TicketRecord[]) => tickets.slice(0, limit === 'all' ? undefined : limit)
    const all = finalTickets(store, plan, study)
    if (wish === controlCondition) return { name: wish, tickets: cut(all.filter(({ kind }) => kind === 'random')) }
    const dataset = study.spec.datasets.find(({ name }) => wish === `winning ${name}`)?.name
    if (dataset === undefined)
      throw new LabError('usage', `no group "${wish}"; there are ${groupNames(study).join(', ')}`)
    return { name: wish, tickets: cut(all.filter((ticket) => ticket.kind === 'winning' && ticket.dataset === dataset)) }
  }

  return {
    findPatterns({ study: wanted, layer, groups: wishes }: CheckedInput<'findPatterns'>): EnrichedPatternReport {
      const study = findStudy(store, wanted)
      const plan = planStudy(study.spec)
      const convolution = findConvolution(plan, layer)
      const read = (tickets: TicketRecord[]) =>
        tickets.map((ticket) => readKernelSigns(store, plan, ticket, convolution.place))
      const random = read(findGroup(study, plan, controlCondition).tickets)
      const groups = (wishes ?? groupNames(study)).map((wish) => {
        const { name, tickets } = findGroup(study, plan, wish)
        const signs = wish === controlCondition ? random : read(tickets)
        return { name, signs, patterns: describePatterns(signs, convolution) }
      })
      const enrichment = groups
        .filter(({ signs }) => signs !== random)
        .map(({ name, signs, patterns: { frequentPatterns } }) => [
          name,
          measureEnrichment({
            group: signs,
            random,
            patterns: Object.values(frequentPatterns).flatMap((list) => list.map(({ pattern }) => pattern)),
            bootstraps: study.spec.comparison.bootstraps,
            stream: studyStream(study.spec, 'enrichment', name, layer),
          }),
        ])
      return {
        layer,
        groups: Object.fromEntries(groups.map(({ name, patterns }) => [name, patterns])),
        tickets: Object.fromEntries(groups.map(({ name, signs }) => [name, signs.length])),
        enrichment: Object.fromEntries(enrichment),
      }
    },

    readKernels({ tickets: ids, layer, round }: CheckedInput<'readKernels'>): KernelSigns {
      const found = ids.map((id) => {
        const { ticket, plan } = findTicket(store, id)
        const then = round === undefined || round === ticket.round ? ticket : atRound(store, ticket, round)
        return { ticket: then, plan, convolution: findConvolution(plan, layer) }
      })
      const [first] = found
      const { filters, channels } = first?.convolution ?? { filters: 0, channels: 0 }
      const signs = new Int8Array(found.length * filters * channels * 9)
      found.forEach(({ ticket, plan, convolution }, index) => {
        if (convolution.filters !== filters || convolution.channels !== channels)
          throw new LabError(
            'network.invalid',
            `${layer} has ${convolution.filters} filters of ${convolution.channels} channels in ticket ${ticket.id}, ${filters} of ${channels} in ${first?.ticket.id}; ask for tickets of one shape`,
          )
        signs.set(readKernelSigns(store, plan, ticket, convolution.place), index * filters * channels * 9)
      })
      return { layer, filters, channels, tickets: found.map(({ ticket }) => labelTicket(ticket)), signs }
    },
  }
}

function groupNames(study: StudyRecord): string[] {
  return [controlCondition, ...study.spec.datasets.map(({ name }) => `winning ${name}`)]
}

/** The ticket of the same trial after so many rounds. */
function atRound(store: Store, ticket: TicketRecord, round: number): TicketRecord {
  const then = store.tickets
    .ofStudy(ticket.study)
    .find(
      (other) =>
        other.kind === ticket.kind &&
        other.dataset === ticket.dataset &&
        other.trial === ticket.trial &&
        other.round === round,
    )
  if (then) return then
  const why =
    ticket.kind === 'random'
      ? `is random and was drawn at round ${ticket.round} alone`
      : `has no round ${round} in the store`
  throw new LabError('ticket.unknown', `ticket ${ticket.id} ${why}; ask for one of its own rounds`)
}
