import { computed, type ComputedRef } from 'vue'
import type { StudyDetail } from '../../../shared/results.ts'
import { architectureOf } from '../../../shared/spec.ts'

/** Names of a study's convolutions. */
export function useConvolutions(study: Readonly<{ value: StudyDetail | null }>): ComputedRef<string[]> {
  return computed(() => {
    if (!study.value) return []
    const { layers } = architectureOf(study.value.spec)
    return layers.filter(({ kind }) => kind === 'conv').map((_, index) => `conv${index + 1}`)
  })
}
