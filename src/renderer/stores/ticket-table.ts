import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { firstState, parseState, type TableState } from '../features/tickets/ticket-table.ts'
import { remember, remembered } from './memory.ts'

const memoryKey = 'tickets'

/** How the table of all tickets is shown, kept over restarts. */
export const useTicketTable = defineStore('ticket table', () => {
  const state = shallowRef<TableState>(parseState(remembered(memoryKey)))
  watch(state, (next) => remember(memoryKey, JSON.stringify(next)))

  /** Shows the final tickets of studies: of one by its name, of several all there are. */
  function showStudies(names: readonly string[]): void {
    const [name] = new Set(names)
    const filters: Record<string, string> = new Set(names).size === 1 && name !== undefined ? { study: name } : {}
    state.value = { ...state.value, text: firstState.text, filters }
  }

  return { state, showStudies }
})
