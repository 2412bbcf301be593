import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { EnrichedPatternReport } from '../../shared/comparison.ts'
import type { RequestInput } from '../../shared/protocol.ts'
import type { StudyDetail } from '../../shared/results.ts'
import { architectureOf } from '../../shared/spec.ts'
import { askLab } from './lab.ts'
import { openAnswers, type Answered } from './answers.ts'
import { remember, remembered } from './memory.ts'

export type PatternQuestion = RequestInput<'findPatterns'>

const memoryKey = 'patterns.layer'

/** Patterns of groups of tickets, and the convolution that they are looked at in, the same for every study that has it. */
export const usePatterns = defineStore('patterns', () => {
  const layer = ref(remembered(memoryKey) ?? 'conv1')
  watch(layer, (name) => remember(memoryKey, name))
  const answers = openAnswers<EnrichedPatternReport>()

  /** The chosen convolution, else the study's first; undefined where it has none. */
  function layerOf(study: StudyDetail): string | undefined {
    const names = convolutionsOf(study)
    return names.includes(layer.value) ? layer.value : names[0]
  }

  /** What to ask about a study, its selected tickets beside its own groups; null where there is nothing to ask about. */
  function questionOf(study: StudyDetail, selected: readonly string[] = []): PatternQuestion | null {
    const asked = layerOf(study)
    if (asked === undefined || study.tickets === 0) return null
    const selection = selected.length > 0 ? [{ name: 'selection', tickets: [...selected] }] : []
    return { study: study.id, layer: asked, groups: [...groupNames(study), ...selection] }
  }

  // There are other answers when there are other tickets.
  const keyOf = (question: PatternQuestion, tickets: number): string => JSON.stringify([tickets, question])
  const of = (question: PatternQuestion, tickets: number) => answers.of(keyOf(question, tickets))
  function ask(question: PatternQuestion, tickets: number, again = false): Promise<void> {
    return answers.ask(keyOf(question, tickets), () => askLab('findPatterns', question), again)
  }

  /** Asks for a study's patterns, so that they are there once they are wanted. */
  async function prepare(study: StudyDetail): Promise<void> {
    const question = questionOf(study)
    if (question) await ask(question, study.tickets)
  }

  return { layer, layerOf, questionOf, of, ask, prepare }
})

/** Names of a study's convolutions. */
export function convolutionsOf({ spec }: StudyDetail): string[] {
  const { layers } = architectureOf(spec)
  return layers.filter(({ kind }) => kind === 'conv').map((_, index) => `conv${index + 1}`)
}

/** A study's own groups of tickets. */
export function groupNames({ spec }: StudyDetail): string[] {
  return ['random', ...spec.datasets.map(({ name }) => `winning ${name}`)]
}

/** The patterns of a study and of what is selected in it: the last ones stay while the next are found. */
export function useFoundPatterns(study: () => StudyDetail, selected: () => readonly string[]) {
  const store = usePatterns()
  const shown = shallowRef<Answered<EnrichedPatternReport>>({ value: null, error: null })
  const isBehind = shallowRef(false)
  const question = (): PatternQuestion | null => store.questionOf(study(), selected())

  async function find(again = false): Promise<void> {
    const asked = question()
    const { tickets } = study()
    if (!asked) return
    isBehind.value = true
    await store.ask(asked, tickets, again)
    if (JSON.stringify([question(), study().tickets]) !== JSON.stringify([asked, tickets])) return
    shown.value = store.of(asked, tickets)
    isBehind.value = false
  }
  watch(
    () => JSON.stringify([question(), study().tickets]),
    () => find(),
    { immediate: true },
  )
  return { shown, isBehind, find }
}
