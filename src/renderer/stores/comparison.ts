import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { z } from 'zod'
import type { ConditionTests, DistanceColumns, TicketMatrix } from '../../shared/comparison.ts'
import type { Metric } from '../../shared/results.ts'
import type { Alignment, Signs } from '../../shared/spec.ts'
import { askLab } from './lab.ts'
import { openAnswers } from './answers.ts'
import { remember, remembered } from './memory.ts'
import { useStudies } from './studies.ts'

/** The choice of all layers beside each other; statistics and matrix are then of their mean. */
export const everyLayer = 'every layer'

const memoryKey = 'compare.view'
/** How Compare shows a study; null: as the study's spec says. */
const viewSchema = z.object({
  /** `overall`, a layer, or `everyLayer`. */
  layer: z.string().catch('overall'),
  alignment: z.enum(['propagate', 'none']).nullable().catch(null),
  signs: z.enum(['initial', 'trained']).nullable().catch(null),
})

export type ComparisonView = z.infer<typeof viewSchema>

/** The distances of studies as Compare shows them. Asked once for each study and way of measuring. */
export const useComparison = defineStore('comparison', () => {
  const studies = useStudies()
  const view = shallowRef(parseView(remembered(memoryKey)))
  watch(view, (next) => remember(memoryKey, JSON.stringify(next)))
  const columns = openAnswers<DistanceColumns>()
  const tests = openAnswers<ConditionTests>()
  const matrices = openAnswers<TicketMatrix>()

  /** How a study is measured, where it is not as its spec says; one without trained weights by its initial signs. */
  function choiceOf(study: string): { alignment?: Alignment; signs?: Signs } {
    const { alignment } = view.value
    const hasTrained = studies.detail?.id !== study || studies.detail.trainedWeights
    const signs = hasTrained ? view.value.signs : 'initial'
    return { ...(alignment !== null && { alignment }), ...(signs !== null && { signs }) }
  }
  /** The chosen layer, where the study has it. */
  function layerOf(study: string): string {
    const { layer } = view.value
    return columns.of(keyOf(study)).value?.layers.includes(layer) === false ? 'overall' : layer
  }
  const keyOf = (study: string, ...more: string[]): string => JSON.stringify([study, choiceOf(study), ...more])

  /** Asks for a study's distances, so that they are there once they are wanted. */
  async function prepare(study: string, again = false): Promise<void> {
    await columns.ask(keyOf(study), () => askLab('readDistances', { study, ...choiceOf(study) }), again)
  }

  /** Asks for a study's distances, then for their statistics, which take longer. */
  async function load(study: string, again = false): Promise<void> {
    const asked = { study, ...choiceOf(study) }
    const key = keyOf(study)
    await prepare(study, again)
    await tests.ask(key, () => askLab('testConditions', asked), again)
  }

  async function loadMatrix(study: string, metric: Metric, again = false): Promise<void> {
    const layer = layerOf(study)
    const asked = { study, metric, layer, ...choiceOf(study) }
    await matrices.ask(keyOf(study, metric, layer), () => askLab('readTicketMatrix', asked), again)
  }

  /** Measures again, such as when there are new tickets. */
  function reload(study: string): Promise<void> {
    for (const answers of [columns, tests, matrices]) answers.forget(JSON.stringify([study]).slice(0, -1))
    return load(study)
  }

  return {
    view,
    choiceOf,
    layerOf,
    prepare,
    load,
    loadMatrix,
    reload,
    columnsOf: (study: string) => columns.of(keyOf(study)),
    testsOf: (study: string) => tests.of(keyOf(study)),
    matrixOf: (study: string, metric: Metric) => matrices.of(keyOf(study, metric, layerOf(study))),
  }
})

/** A view that was kept; what does not fit any more is as at first. */
export function parseView(text: string | null): ComparisonView {
  try {
    return viewSchema.parse(JSON.parse(text ?? '{}'))
  } catch {
    return viewSchema.parse({})
  }
}
