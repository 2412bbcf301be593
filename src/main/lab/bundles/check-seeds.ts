import { drawInitialWeights } from '../science/initial-weights.ts'
import type { TicketPayload } from '../store/tickets.ts'
import type { StudyPlan } from '../study/plan.ts'
import { trialStream } from '../study/study-streams.ts'
import { decodeMasks, encodeFloats, ticketContent } from '../study/ticket-content.ts'
import type { Manifest } from './manifest.ts'

/**
 * Tells whether a ticket's surviving initial weights are those that its study's seed gives, bit for bit. A ticket that
 * carries its mask alone was read with them already. Tickets of one trial should follow one another.
 */
export function openSeedCheck({ studies }: Manifest, plans: readonly StudyPlan[]) {
  let last: { key: string; weights: Float32Array[] } | null = null
  return (study: number, index: number, payload: TicketPayload): boolean => {
    const ticket = studies[study]?.tickets[index]
    const plan = plans[study]
    if (!ticket || !plan) return false
    if (!payload.initial) return true
    const key = JSON.stringify([study, ticket.dataset, ticket.trial])
    if (last?.key !== key) {
      const weights = drawInitialWeights(plan.network.layers, trialStream(plan, ticket, 'initial weights'))
      last = { key, weights }
    }
    const { surviving } = ticketContent(decodeMasks(plan.network.layers, payload.masks), last.weights)
    return Buffer.from(encodeFloats(surviving)).equals(payload.initial)
  }
}
