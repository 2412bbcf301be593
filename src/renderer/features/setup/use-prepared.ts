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
 * Some images of a chosen dataset, as its files have them and as the network will get them; follows the form.
 * @param dataset its name; null when it is not chosen
 */
export function usePrepared(dataset: () => string | null) {
  const setup = useSetup()
  const question = computed(() => {
    const name = dataset()
    const preparation = name === null ? null : preparationOf(setup.draft, name)
    return name === null || !preparation ? null : { dataset: name, count, preparation }
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

  return computed(() => {
    if (dataset() === null || !latest.question) return null
    const { scaling } = latest.question.preparation.preprocessing
    const prepared = latest.value?.prepared ?? null
    return {
      stored: latest.value && arrangeThumbnails(latest.value.stored),
      shown: {
        prepared: prepared && arrangeThumbnails(showPrepared(prepared, scaling)),
        description: prepared && describePrepared(prepared, scaling),
        error: latest.error,
        /** It belongs to the form before its last change. */
        isStale: JSON.stringify(latest.question) !== key.value,
      },
    }
  })
}
