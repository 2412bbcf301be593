import { z } from 'zod'
import type { CataloguedTicket } from '../../../shared/results.ts'
import type { DataTable } from '../../../shared/tables/table.ts'
import { fitsFilter } from './column-filter.ts'
import { firstColumns, ticketColumns, type TicketColumn } from './ticket-columns.ts'

/** What a person chose to see of the table; a saved view is this as JSON. */
const stateSchema = z.object({
  /** Found in any column. */
  text: z.string().catch(''),
  /** By column. */
  filters: z.record(z.string(), z.string()).catch({}),
  sort: z.object({ column: z.string(), descending: z.boolean() }).catch({ column: 'study', descending: false }),
  columns: z.array(z.string()).catch([...firstColumns]),
  /** Whether tickets of earlier rounds are listed too. */
  everyRound: z.boolean().catch(false),
})

export type TableState = z.infer<typeof stateSchema>

export const firstState: TableState = stateSchema.parse({})

/** A state that was kept; what does not fit any more is as at first. */
export function parseState(text: string | null): TableState {
  try {
    return stateSchema.parse(JSON.parse(text ?? '{}'))
  } catch {
    return firstState
  }
}

/** The columns of a state, in their own order whatever that of the state. */
export function shownColumns({ columns }: TableState): TicketColumn[] {
  return ticketColumns.filter(({ id }) => columns.includes(id))
}

/** The tickets that fit every filter, sorted; equal ones stay in the catalogue's order. */
export function selectTickets(tickets: readonly CataloguedTicket[], state: TableState): CataloguedTicket[] {
  const wanted = state.text.trim().toLocaleLowerCase('en')
  const filters = ticketColumns.flatMap((column) => {
    const filter = state.filters[column.id]?.trim()
    return filter ? [{ column, filter }] : []
  })
  const found = tickets.filter(
    (ticket) =>
      (state.everyRound || ticket.final) &&
      filters.every(({ column, filter }) => fitsFilter(column, ticket, filter)) &&
      (wanted === '' || ticketColumns.some(({ text }) => text(ticket).toLocaleLowerCase('en').includes(wanted))),
  )
  const sorted = ticketColumns.find(({ id }) => id === state.sort.column)
  return sorted ? found.toSorted(comparison(sorted, state.sort.descending)) : found
}

/** Undefined numbers come last in both directions. */
function comparison({ value }: TicketColumn, descending: boolean) {
  const sign = descending ? -1 : 1
  return (first: CataloguedTicket, second: CataloguedTicket): number => {
    const a = value(first)
    const b = value(second)
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true })
  }
}

/** The state after a click on a column's heading: sorted by it, or the other way round. */
export function sortBy(state: TableState, column: string): TableState {
  const again = state.sort.column === column
  return { ...state, sort: { column, descending: again && !state.sort.descending } }
}

export function toggleColumn(state: TableState, column: string): TableState {
  const others = state.columns.filter((id) => id !== column)
  return { ...state, columns: others.length < state.columns.length ? others : [...state.columns, column] }
}

/** Whether any text or filter narrows the list. */
export function isFiltered({ text, filters }: TableState): boolean {
  return text !== '' || Object.values(filters).some((filter) => filter !== '')
}

export function tabulateTickets(tickets: readonly CataloguedTicket[], columns: readonly TicketColumn[]): DataTable {
  return {
    columns: columns.map(({ heading }) => heading),
    rows: tickets.map((ticket) => columns.map(({ value }) => value(ticket))),
  }
}
