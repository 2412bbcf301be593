import { computed, onScopeDispose, watch } from 'vue'
import { askLab } from '../../stores/lab.ts'
import { openLatest } from '../../stores/latest.ts'
import { useSetup } from '../../stores/setup.ts'
import { arrangeThumbnails } from '../../ui/arrange-thumbnails.ts'
import { describePrepared, preparationOf, showPrepared } from './prepared-images.ts'

/** Milliseconds without a change before the lab is asked. */
const pause = 150
/** Images of a dataset that are shown. */
const count = 10

/**
 * Some images of a chosen dataset as the network will get them; follows the form.
 * @param dataset its name
 */
export function usePrepared(dataset: () => string) {
  const setup = useSetup()
  const question = computed(() => {
    const preparation = preparationOf(setup.draft, dataset())
    return preparation ? { dataset: dataset(), count, preparation } : null
  })
  /** What tells questions apart: a change elsewhere in the form is none here. */
  const key = computed(() => JSON.stringify(question.value))
  const { latest, ask } = openLatest((input: NonNullable<typeof question.value>) => askLab('thumbnails', input))

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    key,
    () => {
      clearTimeout(timer)
      const next = question.value
      if (next) timer = setTimeout(() => void ask(next), pause)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  return {
    images: computed(() => {
      if (!latest.question || !latest.value?.prepared) return null
      const { prepared } = latest.value
      const { scaling } = latest.question.preparation.preprocessing
      return {
        row: arrangeThumbnails(showPrepared(prepared, scaling)),
        description: describePrepared(prepared, scaling),
      }
    }),
    error: computed(() => latest.error),
    /** What is shown belongs to the form before its last change. */
    isStale: computed(() => JSON.stringify(latest.question) !== key.value),
  }
}
