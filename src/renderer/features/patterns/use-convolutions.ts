import { computed, type ComputedRef } from 'vue'
import type { StudyDetail } from '../../../shared/results.ts'
import { architectureOf } from '../../../shared/spec.ts'

/** Names of a study's convolutions. */
export function useConvolutions(study: () => StudyDetail): ComputedRef<string[]> {
  return computed(() => {
    const { layers } = architectureOf(study().spec)
    return layers.filter(({ kind }) => kind === 'conv').map((_, index) => `conv${index + 1}`)
  })
}
