import type { TicketLabel } from '../comparison.ts'

/** `fashion 3 W`: dataset, trial, and whether it is winning or random. */
export function ticketName({ dataset, trial, kind }: TicketLabel): string {
  return `${dataset} ${trial} ${kind === 'winning' ? 'W' : 'R'}`
}
