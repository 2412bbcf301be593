import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { PlainError } from '../../shared/errors.ts'
import type { DistanceReport } from '../../shared/results.ts'
import { askLab } from './lab.ts'

/** The distances of finished studies, by study id. The lab measures each pair once. */
export const useDistances = defineStore('distances', () => {
  const reports = ref<Record<string, DistanceReport>>({})
  const errors = ref<Record<string, PlainError>>({})
  const measuring = new Set<string>()

  async function measure(study: string): Promise<void> {
    if (measuring.has(study) || reports.value[study]) return
    measuring.add(study)
    delete errors.value[study]
    const outcome = await askLab('measureDistances', { study, metric: 'both' })
    measuring.delete(study)
    if (outcome.ok) reports.value[study] = outcome.value
    else errors.value[study] = outcome.error
  }

  return { reports, errors, measure }
})
