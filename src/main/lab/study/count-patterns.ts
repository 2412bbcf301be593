import { setImmediate as nextTurn } from 'node:timers/promises'
import { workerEntry } from '../locations.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { askWorker } from './ask-worker.ts'
import type { CountedGroup, PatternAnswer, PatternMessage, PatternTask } from './pattern-messages.ts'
import type { StudyPlan } from './plan.ts'
import { readStored } from './tickets.ts'

/** Milliseconds of reading after which the lab's other calls have their turn. */
const turn = 5

/** Tickets that are looked at together. */
export interface NamedTickets {
  name: string
  tickets: readonly TicketRecord[]
}

export interface GroupQuestion {
  /** A convolution. */
  layer: string
  groups: readonly NamedTickets[]
  /** What the groups are compared with; where it is itself among them, it is counted alone. */
  random: NamedTickets
}

/**
 * Counts the patterns of groups of tickets in one convolution, and compares the groups with the random tickets, in a worker
 * thread: with many tickets, or large layers, it takes a second.
 * @throws LabError `store.damaged`, `ticket.unknown`
 */
export function countPatternGroups(
  store: Store,
  plan: StudyPlan,
  { layer, groups, random }: GroupQuestion,
): Promise<CountedGroup[]> {
  const ids = (tickets: readonly TicketRecord[]): string[] => tickets.map(({ id }) => id)
  const task: PatternTask = { plan, layer, file: store.file }

  async function* messages(): AsyncGenerator<PatternMessage> {
    const needed = new Map([random, ...groups].flatMap(({ tickets }) => tickets.map((ticket) => [ticket.id, ticket])))
    let begun = performance.now()
    for (const ticket of needed.values()) {
      yield { kind: 'ticket', ticket, stored: readStored(store, ticket, 'initial') }
      if (performance.now() - begun < turn) continue
      await nextTurn()
      begun = performance.now()
    }
    yield {
      kind: 'groups',
      groups: groups.map((group) => ({
        ...{ name: group.name, tickets: ids(group.tickets) },
        isEnriched: group !== random,
      })),
      random: ids(random.tickets),
    }
  }
  const entry = workerEntry(import.meta.url, './pattern-worker.ts')
  return askWorker<PatternAnswer>({ entry, work: 'counting the patterns', task, messages: messages() })
}
