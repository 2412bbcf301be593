import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { firstState, parseState, type TableState } from '../features/tickets/ticket-table.ts'
import { useCatalogue } from './catalogue.ts'
import { remember, remembered } from './memory.ts'

const memoryKey = 'tickets'

/** How the table of all tickets is shown, kept over restarts. */
export const useTicketTable = defineStore('ticket table', () => {
  const catalogue = useCatalogue()
  const state = shallowRef<TableState>(parseState(remembered(memoryKey)))
  watch(state, (next) => remember(memoryKey, JSON.stringify(next)))

  /** Shows the final tickets of studies: of one by its name, of several all there are. */
  function showStudies(names: readonly string[]): void {
    const [name, ...others] = new Set(names)
    const filters: Record<string, string> = name !== undefined && others.length === 0 ? { study: name } : {}
    state.value = { ...state.value, text: firstState.text, filters }
    catalogue.showsSelected = false
  }

  return { state, showStudies }
})
