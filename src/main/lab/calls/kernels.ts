import type { KernelSigns } from '../../../shared/comparison.ts'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { findConvolution, readKernelSigns } from '../study/kernel-signs.ts'
import { findTicket, labelTicket } from './find.ts'

export function kernelCalls(store: Store) {
  return {
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
