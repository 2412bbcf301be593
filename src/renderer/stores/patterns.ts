import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { EnrichedPatternReport } from '../../shared/comparison.ts'
import type { RequestInput } from '../../shared/protocol.ts'
import { askLab } from './lab.ts'
import { openAnswers, type Answered } from './answers.ts'

export type PatternQuestion = RequestInput<'findPatterns'>

/** Patterns of groups of tickets. */
const usePatterns = defineStore('patterns', () => {
  const answers = openAnswers<EnrichedPatternReport>()
  const keyOf = (question: PatternQuestion, state: number): string => JSON.stringify([state, question])
  return {
    of: (question: PatternQuestion, state: number) => answers.of(keyOf(question, state)),
    ask: (question: PatternQuestion, state: number, again: boolean) =>
      answers.ask(keyOf(question, state), () => askLab('findPatterns', question), again),
  }
})

/**
 * The patterns of a question that changes with the selection: the last ones stay while the next are found.
 * @param state what else the answer depends on, such as how many tickets there are
 */
export function useFoundPatterns(question: () => PatternQuestion | null, state: () => number) {
  const store = usePatterns()
  const shown = shallowRef<Answered<EnrichedPatternReport>>({ value: null, error: null })
  const isBehind = shallowRef(false)

  async function find(again = false): Promise<void> {
    const asked = question()
    if (!asked) return
    isBehind.value = true
    await store.ask(asked, state(), again)
    if (JSON.stringify(question()) !== JSON.stringify(asked)) return
    shown.value = store.of(asked, state())
    isBehind.value = false
  }
  watch(
    () => JSON.stringify([question(), state()]),
    () => find(),
    { immediate: true },
  )
  return { shown, isBehind, find }
}
