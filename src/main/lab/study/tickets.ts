import { isDeepStrictEqual } from 'node:util'
import { LabError } from '../../../shared/errors.ts'
import type { Signs } from '../../../shared/spec.ts'
import { drawInitialWeights } from '../science/initial-weights.ts'
import type { Store } from '../store/open.ts'
import type { StoredContent, TicketRecord } from '../store/tickets.ts'
import type { StudyPlan } from './plan.ts'
import { trialStream } from './study-streams.ts'
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
  return decodeTicket(plan, ticket, readStored(store, ticket, signs), { signs, file: store.file })
}

/** A ticket as it lies in the store, to be decoded elsewhere. @throws LabError `ticket.unknown` */
export function readStored(store: Store, ticket: TicketRecord, signs: Signs): StoredContent {
  const stored = store.tickets.content(ticket.id, signs)
  if (!stored) throw new LabError('ticket.unknown', `ticket ${ticket.id} is gone`)
  return stored
}

/**
 * What was stored of a ticket, checked as `readTicket` says.
 * @param from which weights were read, and the store's file
 * @throws LabError `store.damaged`
 */
export function decodeTicket(
  plan: StudyPlan,
  ticket: TicketRecord,
  stored: StoredContent,
  { signs, file }: { signs: Signs; file: string },
): TicketContent {
  const { layers } = plan.network
  const masks = decodeMasks(layers, stored.masks)
  const expected = signedHash(ticket, signs)
  const surviving = stored.surviving
    ? decodeFloats(
        stored.surviving,
        ticket.layers.map(({ kept }) => kept),
      )
    : ticketContent(masks, drawInitialWeights(layers, trialStream(plan, ticket, 'initial weights'))).surviving
  const content = { masks, surviving }
  const whole = hashTicket(layers, stored.masks, stored.surviving ?? encodeFloats(surviving)) === expected
  const described = signs !== 'initial' || isDeepStrictEqual(describeLayers(layers, content), ticket.layers)
  if (!whole || !described)
    throw new LabError(
      'store.damaged',
      `${file}: ticket ${ticket.id} differs from its checksum; restore the database from a backup, or run the study again`,
    )
  return content
}
