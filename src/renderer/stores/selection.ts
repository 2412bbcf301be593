import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { emptySelection, toggle, type Selection } from './selected.ts'

/**
 * What is selected, in every view at once. A selection belongs to one study; each study's own is kept while others are
 * looked at.
 */
export const useSelection = defineStore('selection', () => {
  /** The study that was opened, or selected in, last. */
  const study = shallowRef<string | null>(null)
  const selections = shallowRef<ReadonlyMap<string, Selection>>(new Map())
  /** While a person draws a rectangle: what it holds so far (pair), 0 or 1; else null. */
  const brushed = shallowRef<Uint8Array | null>(null)

  /** The selection of a study; empty where nothing was selected in it. */
  const of = (wanted: string): Selection => selections.value.get(wanted) ?? emptySelection
  /** That of the study at hand. */
  const selection = computed(() => of(study.value ?? ''))
  const isEmpty = computed(() => {
    const { tickets, pairs, conditions } = selection.value
    return tickets.size === 0 && pairs.size === 0 && conditions.size === 0
  })

  /** Has a study at hand, with what is selected in it. */
  function turnTo(opened: string): void {
    if (study.value !== opened) brushed.value = null
    study.value = opened
  }

  /** Selects anew, or besides what is selected in that study. */
  function select(ofStudy: string, chosen: Partial<Selection>, adds = false): void {
    const before = adds ? of(ofStudy) : emptySelection
    turnTo(ofStudy)
    brushed.value = null
    keep(ofStudy, {
      tickets: toggle(before.tickets, chosen.tickets, adds),
      pairs: toggle(before.pairs, chosen.pairs, adds),
      conditions: toggle(before.conditions, chosen.conditions, adds),
    })
  }

  function clear(): void {
    brushed.value = null
    if (study.value !== null) keep(study.value, emptySelection)
  }

  /** Of a study that is no more. */
  function forget(gone: string): void {
    keep(gone, emptySelection)
    if (study.value === gone) study.value = null
  }

  function keep(ofStudy: string, chosen: Selection): void {
    selections.value = new Map(selections.value).set(ofStudy, chosen)
  }

  return { study, selection, brushed, isEmpty, of, turnTo, select, clear, forget }
})
