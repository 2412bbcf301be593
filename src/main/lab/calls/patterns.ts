import { createHash } from 'node:crypto'
import type { EnrichedPatternReport } from '../../../shared/comparison.ts'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import { controlCondition } from '../science/conditions.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { countPatternGroups, type GroupQuestion, type NamedTickets } from '../study/count-patterns.ts'
import { findConvolution } from '../study/kernel-signs.ts'
import { finalTickets } from '../study/measure-study.ts'
import type { CountedGroup } from '../study/pattern-messages.ts'
import { planStudy, type StudyPlan } from '../study/plan.ts'
import { findStudy, findTicket } from './find.ts'
import { keepRecent } from './recent.ts'

/** Counted groups that are kept: with another selection, or layer and back, only what is new is counted. */
const kept = 64

type GroupWish = NonNullable<CheckedInput<'findPatterns'>['groups']>[number]

export function patternCalls(store: Store) {
  const recent = keepRecent<CountedGroup>(kept)

  /** Each group counted, or as it was counted before; those that are new in one go. */
  function countGroups(plan: StudyPlan, question: GroupQuestion): Promise<CountedGroup[]> {
    const { groups, random, layer } = question
    const fresh: NamedTickets[] = []
    const counted = Promise.withResolvers<CountedGroup[]>()
    const answers = groups.map((group) =>
      recent(describeGroup(plan, layer, group, random), async () => {
        const place = fresh.push(group) - 1
        const found = (await counted.promise)[place]
        if (!found) throw new LabError('internal', `the patterns of ${group.name} were not counted; try again`)
        return found
      }),
    )
    if (fresh.length > 0)
      countPatternGroups(store, plan, { ...question, groups: fresh }).then(counted.resolve, counted.reject)
    return Promise.all(answers)
  }

  return {
    async findPatterns({
      study: wanted,
      layer,
      groups: wishes,
    }: CheckedInput<'findPatterns'>): Promise<EnrichedPatternReport> {
      const study = findStudy(store, wanted)
      const plan = planStudy(study.spec)
      findConvolution(plan, layer) // refuses what is none
      const final = finalTickets(store, plan, study)
      const random = findGroup(store, study, final, controlCondition)
      const groups = (wishes ?? groupNames(study)).map((wish) =>
        wish === controlCondition ? random : findGroup(store, study, final, wish),
      )
      const counted = await countGroups(plan, { layer, groups, random })
      const report: EnrichedPatternReport = { layer, groups: {}, tickets: {}, enrichment: {} }
      groups.forEach(({ name, tickets }, place) => {
        const { patterns, enrichment } = counted[place] ?? {}
        if (patterns) report.groups[name] = patterns
        if (enrichment) report.enrichment[name] = enrichment
        report.tickets[name] = tickets.length
      })
      return report
    },
  }
}

/** A named group of the study, or the tickets that were asked for. */
function findGroup(store: Store, study: StudyRecord, final: readonly TicketRecord[], wish: GroupWish): NamedTickets {
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
  if (wish === controlCondition) return { name: wish, tickets: cut(final.filter(({ kind }) => kind === 'random')) }
  const dataset = study.spec.datasets.find(({ name }) => wish === `winning ${name}`)?.name
  if (dataset === undefined)
    throw new LabError('usage', `no group "${wish}"; there are ${groupNames(study).join(', ')}`)
  return { name: wish, tickets: cut(final.filter((ticket) => ticket.kind === 'winning' && ticket.dataset === dataset)) }
}

function groupNames(study: StudyRecord): string[] {
  return [controlCondition, ...study.spec.datasets.map(({ name }) => `winning ${name}`)]
}

/** Names everything that a group's patterns and their enrichment follow from. */
function describeGroup({ spec }: StudyPlan, layer: string, group: NamedTickets, random: NamedTickets): string {
  const content = ({ tickets }: NamedTickets): string[][] => tickets.map(({ id, sha256 }) => [id, sha256])
  const text = JSON.stringify([spec, layer, group.name, content(group), group === random || content(random)])
  return createHash('sha256').update(text).digest('hex')
}
