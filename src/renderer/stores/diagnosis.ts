import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { PlainError } from '../../shared/errors.ts'
import type { Diagnosis } from '../../shared/results.ts'
import { askLab } from './lab.ts'

/** What this machine offers; asked once, since engines are slow to open. */
export const useDiagnosis = defineStore('diagnosis', () => {
  const diagnosis = shallowRef<Diagnosis | null>(null)
  const error = shallowRef<PlainError | null>(null)

  async function load(): Promise<void> {
    if (diagnosis.value) return
    const outcome = await askLab('doctor', {})
    error.value = outcome.ok ? null : outcome.error
    if (outcome.ok) diagnosis.value = outcome.value
  }

  return { diagnosis, error, load }
})
