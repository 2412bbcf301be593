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
  /** By `keyOf`. */
  const images = shallowRef<Record<string, ImageRow>>({})
  const imageErrors = ref<Record<string, PlainError>>({})
  /** By name; a map, since a dataset may be called `constructor`. */
  const details = ref(new Map<string, DatasetDetail>())
  const asked = new Set<string>()

  async function load(): Promise<void> {
    const outcome = await askLab('listDatasets', {})
    error.value = outcome.ok ? null : outcome.error
    if (outcome.ok) datasets.value = outcome.value
  }

  /** Reads a dataset's first images, once. */
  async function loadImages(dataset: DatasetSummary): Promise<void> {
    const key = keyOf(dataset)
    if (asked.has(key)) return
    asked.add(key)
    const outcome = await askLab('thumbnails', { dataset: dataset.name, count: 60 })
    if (outcome.ok) images.value = { ...images.value, [key]: arrangeThumbnails(outcome.value.stored) }
    else {
      asked.delete(key)
      imageErrors.value = { ...imageErrors.value, [key]: outcome.error }
    }
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

  const imagesOf = (dataset: DatasetSummary): ImageRow | undefined => images.value[keyOf(dataset)]
  /** Why a dataset's images cannot be shown, where there are none. */
  const imageErrorOf = (dataset: DatasetSummary): PlainError | undefined =>
    imagesOf(dataset) ? undefined : imageErrors.value[keyOf(dataset)]

  return { datasets, error, imagesOf, imageErrorOf, details, load, loadImages, loadDetail, remove }
})

/** Two datasets may have the same content, and lie in two places. */
function keyOf({ name, sha256 }: DatasetSummary): string {
  return `${sha256} ${name}`
}
