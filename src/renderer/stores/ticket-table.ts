import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { firstState, parseState, type TableState } from '../features/tickets/ticket-table.ts'
import { useCatalogue } from './catalogue.ts'
import { remember, remembered } from './memory.ts'

const memoryKey = 'tickets'

/** How the table of all tickets is shown, kept over restarts, and which of its rows are ticked. */
export const useTicketTable = defineStore('ticket table', () => {
  const state = shallowRef<TableState>(parseState(remembered(memoryKey)))
  /** Ids. */
  const ticked = shallowRef<ReadonlySet<string>>(new Set())
  const catalogue = useCatalogue()
  watch(state, (next) => remember(memoryKey, JSON.stringify(next)))
  // A study may have been deleted, and its tickets with it.
  watch(
    () => catalogue.tickets,
    (tickets) => {
      ticked.value = new Set((tickets ?? []).flatMap(({ id }) => (ticked.value.has(id) ? [id] : [])))
    },
  )

  function tick(ids: readonly string[], isTicked: boolean): void {
    const next = new Set(ticked.value)
    for (const id of ids) {
      if (isTicked) next.add(id)
      else next.delete(id)
    }
    ticked.value = next
  }

  /** Shows the final tickets of studies: of one by its name, of several all there are. */
  function showStudies(names: readonly string[]): void {
    const [name] = new Set(names)
    const filters: Record<string, string> = new Set(names).size === 1 && name !== undefined ? { study: name } : {}
    state.value = { ...state.value, text: firstState.text, filters }
  }

  return { state, ticked, tick, showStudies }
})
