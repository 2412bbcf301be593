import { isDeepStrictEqual } from 'node:util'
import { LabError } from '../../../shared/errors.ts'
import type { Signs } from '../../../shared/spec.ts'
import { drawInitialWeights } from '../science/initial-weights.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { trialStream, type StudyPlan } from './plan.ts'
import {
  decodeFloats,
  decodeMasks,
  describeLayers,
  encodeFloats,
  hashTicket,
  ticketContent,
  type TicketContent,
} from './ticket-content.ts'

/** What identifies a ticket's signed network: with trained signs, the trained weights count too. */
export function signedHash(ticket: TicketRecord, signs: Signs): string {
  if (signs === 'initial') return ticket.sha256
  if (ticket.trainedSha256 !== null) return ticket.trainedSha256
  throw new LabError(
    'ticket.unknown',
    `ticket ${ticket.id} has no trained weights; only verified final tickets do, take signs "initial"`,
  )
}

/**
 * Reads a ticket and checks it against its hash, and the counts that stand beside it.
 * @param signs which weights come with the mask: initial, or those of the verification run
 * @throws LabError `store.damaged`
 */
export function readTicket(
  store: Store,
  plan: StudyPlan,
  ticket: TicketRecord,
  signs: Signs = 'initial',
): TicketContent {
  const { layers } = plan.network
  const payload = store.tickets.payload(ticket.id)
  if (!payload) throw new LabError('ticket.unknown', `ticket ${ticket.id} is gone`)
  const masks = decodeMasks(layers, payload.masks)
  const stored = signs === 'initial' ? payload.initial : payload.trained
  const expected = signedHash(ticket, signs)
  const surviving = stored
    ? decodeFloats(
        stored,
        ticket.layers.map(({ kept }) => kept),
      )
    : ticketContent(masks, drawInitialWeights(layers, trialStream(plan, ticket, 'initial weights'))).surviving
  const content = { masks, surviving }
  const whole = hashTicket(layers, payload.masks, stored ?? encodeFloats(surviving)) === expected
  const described = signs !== 'initial' || isDeepStrictEqual(describeLayers(layers, content), ticket.layers)
  if (!whole || !described)
    throw new LabError(
      'store.damaged',
      `${store.file}: ticket ${ticket.id} differs from its checksum; restore the database from a backup, or run the study again`,
    )
  return content
}
