import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { PlainError } from '../../shared/errors.ts'
import type { DatasetDetail, DatasetSummary } from '../../shared/results.ts'
import { arrangeThumbnails, type ImageRow } from '../ui/arrange-thumbnails.ts'
import { askLab } from './lab.ts'

/** Every dataset of the home, and some images of those that were looked at. */
export const useDatasets = defineStore('datasets', () => {
  const datasets = ref<DatasetSummary[] | null>(null)
  const error = ref<PlainError | null>(null)
  const images = shallowRef<Record<string, ImageRow>>({})
  /** By name; a map, since a dataset may be called `constructor`. */
  const details = ref(new Map<string, DatasetDetail>())
  const asked = new Set<string>()

  async function load(): Promise<void> {
    const outcome = await askLab('listDatasets', {})
    error.value = outcome.ok ? null : outcome.error
    if (outcome.ok) datasets.value = outcome.value
  }

  /** Reads a dataset's first images, once. */
  async function loadImages({ name, sha256 }: DatasetSummary): Promise<void> {
    if (asked.has(sha256)) return
    asked.add(sha256)
    const outcome = await askLab('thumbnails', { dataset: name, count: 60 })
    if (outcome.ok) images.value = { ...images.value, [sha256]: arrangeThumbnails(outcome.value.stored) }
    else asked.delete(sha256)
  }

  async function loadDetail(name: string): Promise<void> {
    const outcome = await askLab('showDataset', { dataset: name })
    error.value = outcome.ok ? null : outcome.error
    if (outcome.ok) details.value.set(name, outcome.value)
  }

  async function remove(name: string): Promise<PlainError | null> {
    const outcome = await askLab('removeDataset', { dataset: name })
    await load()
    return outcome.ok ? null : outcome.error
  }

  return { datasets, error, images, details, load, loadImages, loadDetail, remove }
})
