import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { PlainError } from '../../shared/errors.ts'
import type { CostEstimate, StudyOutline } from '../../shared/results.ts'
import type { PresetName, StudySpec } from '../../shared/spec.ts'
import { checkDraft, placeOfError, type Problem } from '../features/setup/check-draft.ts'
import { draftOf, draftOfPreset, parseDraft, writePath, type Draft, type Path } from '../features/setup/draft.ts'
import { askLab } from './lab.ts'
import { remember, remembered } from './memory.ts'
import { useSettings } from './settings.ts'

const memoryKey = 'setup draft'

/** The spec that is being written, what is wrong with it, and what the lab says of it. Kept over restarts. */
export const useSetup = defineStore('setup', () => {
  const settings = useSettings()
  const draft = shallowRef<Draft>(firstDraft())
  const checked = computed(() => checkDraft(draft.value))
  const outline = shallowRef<StudyOutline | null>(null)
  const refusal = shallowRef<PlainError | null>(null)
  const estimate = shallowRef<CostEstimate | null>(null)
  const estimateError = shallowRef<PlainError | null>(null)
  const isEstimating = shallowRef(false)
  const problems = computed<Problem[]>(() =>
    refusal.value && checked.value.spec
      ? [{ path: placeOfError(refusal.value), message: refusal.value.message }]
      : checked.value.problems,
  )

  function replace(next: Draft): void {
    draft.value = next
    remember(memoryKey, JSON.stringify(next))
  }
  const write = (path: Path, value: unknown): void => replace(writePath(draft.value, path, value))
  const usePreset = (name: PresetName): void => replace(draftOfPreset(name))
  const duplicate = (spec: StudySpec): void => replace(draftOf({ ...spec, name: `${spec.name} copy`.slice(0, 200) }))
  /** @throws Error with a message for a person */
  const read = (text: string): void => replace(parseDraft(text))
  const problemsAt = (path: Path): Problem[] => problems.value.filter((problem) => problem.path === path)

  /** Asks for layers, weights and pruning of the spec as it stands now. */
  async function askOutline(): Promise<void> {
    const { spec } = checked.value
    if (!spec) return
    const outcome = await askLab('outlineStudy', { spec })
    if (checked.value.spec !== spec) return
    refusal.value = outcome.ok ? null : outcome.error
    outline.value = outcome.ok ? outcome.value : null
  }

  /** Asks what the spec would cost here; measures the speed when it must. */
  async function askEstimate(): Promise<void> {
    const { spec } = checked.value
    if (!spec || refusal.value) return
    isEstimating.value = true
    const outcome = await askLab('estimateStudy', { spec, ...settings.howToRun })
    isEstimating.value = false
    if (checked.value.spec !== spec) return
    estimate.value = outcome.ok ? outcome.value : null
    estimateError.value = outcome.ok ? null : outcome.error
  }

  return {
    draft,
    checked,
    problems,
    outline,
    estimate,
    estimateError,
    isEstimating,
    replace,
    write,
    usePreset,
    duplicate,
    read,
    problemsAt,
    askOutline,
    askEstimate,
  }
})

function firstDraft(): Draft {
  try {
    return parseDraft(remembered(memoryKey) ?? '')
  } catch {
    return draftOfPreset('sample')
  }
}
