import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { emptySelection, toggle, type Selection } from './selected.ts'

/** What is selected, in every view at once. It belongs to one study: choosing in another starts anew. */
export const useSelection = defineStore('selection', () => {
  const study = shallowRef<string | null>(null)
  const selection = shallowRef<Selection>(emptySelection)
  /** While a person draws a rectangle: what it holds so far (pair), 0 or 1; else null. */
  const brushed = shallowRef<Uint8Array | null>(null)
  const isEmpty = computed(
    () =>
      selection.value.tickets.size === 0 && selection.value.pairs.size === 0 && selection.value.conditions.size === 0,
  )

  /** Selects anew, or besides what is selected. */
  function select(ofStudy: string, chosen: Partial<Selection>, adds = false): void {
    const before = adds && study.value === ofStudy ? selection.value : emptySelection
    study.value = ofStudy
    brushed.value = null
    selection.value = {
      tickets: toggle(before.tickets, chosen.tickets, adds),
      pairs: toggle(before.pairs, chosen.pairs, adds),
      conditions: toggle(before.conditions, chosen.conditions, adds),
    }
  }

  function clear(): void {
    selection.value = emptySelection
    brushed.value = null
  }

  /** The selection of a study; empty for any other. */
  const of = (wanted: string): Selection => (study.value === wanted ? selection.value : emptySelection)

  return { study, selection, brushed, isEmpty, select, clear, of }
})
