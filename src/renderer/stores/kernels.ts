import { defineStore } from 'pinia'
import { shallowRef, watch, type ShallowRef } from 'vue'
import type { KernelSigns } from '../../shared/comparison.ts'
import { askLab } from './lab.ts'
import { openAnswers, type Answered } from './answers.ts'

/** Signs of kernels by ticket, layer and round: they never change, so each is asked once. */
const useKernels = defineStore('kernels', () => {
  const answers = openAnswers<KernelSigns>()
  return {
    of: (key: string) => answers.of(key),
    ask: (key: string, tickets: string[], layer: string, round: number | null) =>
      answers.ask(key, () => askLab('readKernels', { tickets, layer, ...(round !== null && { round }) })),
  }
})

/**
 * The kernels of some tickets, as soon as they are read; while others are read, the last ones stay.
 * @param round null: the tickets' own
 */
export function useTicketKernels(
  tickets: () => readonly string[],
  layer: () => string,
  round: () => number | null = () => null,
): Readonly<ShallowRef<Answered<KernelSigns>>> {
  const store = useKernels()
  const shown = shallowRef<Answered<KernelSigns>>({ value: null, error: null })
  watch(
    () => JSON.stringify([tickets(), layer(), round()]),
    async (key, _before, onCleanup) => {
      let isCurrent = true
      onCleanup(() => (isCurrent = false))
      await store.ask(key, [...tickets()], layer(), round())
      if (isCurrent) shown.value = store.of(key)
    },
    { immediate: true },
  )
  return shown
}
