import { computed } from 'vue'
import type { CataloguedTicket } from '../../../shared/results.ts'
import { useSelectedTickets } from '../../stores/selected-tickets.ts'
import { useSelection } from '../../stores/selection.ts'
import { pickStudy, toggleRows } from './row-selection.ts'

/** The table's rows in the selection that every view shares: a selected pair or condition marks its tickets here. */
export function useRowSelection(tickets: () => readonly CataloguedTicket[]) {
  const selection = useSelection()
  const lit = useSelectedTickets(() => selection.study)
  const selected = computed<ReadonlySet<string>>(() => new Set(lit.value))
  /** The row that was chosen last, where a range begins. */
  let anchor: number | null = null

  function keep(study: string, chosen: ReadonlySet<string>): void {
    if (chosen.size === 0) selection.clear()
    else selection.select(study, { tickets: chosen })
  }

  /** Takes a row in or out; with `extends`, every row from the one chosen last comes in. */
  function toggle(place: number, extendsRange = false): void {
    const ticket = tickets()[place]
    if (!ticket) return
    const before = selection.study === ticket.study ? selected.value : new Set<string>()
    keep(ticket.study, toggleRows(tickets(), before, place, extendsRange ? anchor : null))
    anchor = place
  }

  /** The rows that the box above the table is about: those of the selection's study, else of the first row's. */
  const listed = computed(() => {
    const study = pickStudy(tickets(), selection.isEmpty ? null : selection.study)
    return { study, ids: tickets().flatMap((ticket) => (ticket.study === study ? [ticket.id] : [])) }
  })
  const isAllSelected = computed(
    () => listed.value.ids.length > 0 && listed.value.ids.every((id) => selected.value.has(id)),
  )
  function toggleAll(): void {
    if (listed.value.study !== null) keep(listed.value.study, new Set(isAllSelected.value ? [] : listed.value.ids))
  }

  /** Before a menu on a row opens: the row is selected, with what is selected already where it belongs to that. */
  function aim(place: number): void {
    const ticket = tickets()[place]
    if (ticket && !selected.value.has(ticket.id)) selection.select(ticket.study, { tickets: new Set([ticket.id]) })
  }

  return { selected, isAllSelected, toggle, toggleAll, aim }
}
