import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ConditionTests, DistanceColumns, TicketMatrix } from '../../shared/comparison.ts'
import type { Metric } from '../../shared/results.ts'
import type { Alignment, Signs } from '../../shared/spec.ts'
import { askLab } from './lab.ts'
import { openAnswers } from './answers.ts'

/** The choice of all layers beside each other; statistics and matrix are then of their mean. */
export const everyLayer = 'every layer'

/** How Compare shows a study; null: as the study's spec says. */
export interface ComparisonView {
  /** `overall`, a layer, or `everyLayer`. */
  layer: string
  alignment: Alignment | null
  signs: Signs | null
}

/** The distances of studies as Compare shows them. Asked once for each study and way of measuring. */
export const useComparison = defineStore('comparison', () => {
  const view = shallowRef<ComparisonView>({ layer: 'overall', alignment: null, signs: null })
  const columns = openAnswers<DistanceColumns>()
  const tests = openAnswers<ConditionTests>()
  const matrices = openAnswers<TicketMatrix>()

  const choice = computed(() => ({
    ...(view.value.alignment !== null && { alignment: view.value.alignment }),
    ...(view.value.signs !== null && { signs: view.value.signs }),
  }))
  /** The chosen layer, where the study has it. */
  function layerOf(study: string): string {
    const { layer } = view.value
    return columns.of(keyOf(study)).value?.layers.includes(layer) === false ? 'overall' : layer
  }
  const keyOf = (study: string, ...more: string[]): string => JSON.stringify([study, choice.value, ...more])

  /** Asks for a study's distances, so that they are there once they are wanted. */
  async function prepare(study: string, again = false): Promise<void> {
    await columns.ask(keyOf(study), () => askLab('readDistances', { study, ...choice.value }), again)
  }

  /** Asks for a study's distances, then for their statistics, which take longer. */
  async function load(study: string, again = false): Promise<void> {
    const asked = { study, ...choice.value }
    const key = keyOf(study)
    await prepare(study, again)
    await tests.ask(key, () => askLab('testConditions', asked), again)
  }

  async function loadMatrix(study: string, metric: Metric, again = false): Promise<void> {
    const layer = layerOf(study)
    const asked = { study, metric, layer, ...choice.value }
    await matrices.ask(keyOf(study, metric, layer), () => askLab('readTicketMatrix', asked), again)
  }

  /** Measures again, such as when there are new tickets. */
  function reload(study: string): Promise<void> {
    for (const answers of [columns, tests, matrices]) answers.forget(JSON.stringify([study]).slice(0, -1))
    return load(study)
  }

  return {
    view,
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
