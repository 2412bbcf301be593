import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Outcome, PlainError } from '../../shared/errors.ts'
import type { DatasetEvent } from '../../shared/protocol.ts'
import type { DatasetPreview, ExtraPart } from '../../shared/results.ts'
import { useDatasets } from './datasets.ts'
import { askLab } from './lab.ts'

/** A dataset on its way in: what lies at the path, how far reading it is, what went wrong. */
export const useDatasetAddition = defineStore('dataset addition', () => {
  const datasets = useDatasets()
  const preview = shallowRef<DatasetPreview | null>(null)
  const progress = ref<DatasetEvent | null>(null)
  const error = ref<PlainError | null>(null)
  /** Parts that lie at the path beside training and test images, and those of them that are to be added. */
  const parts = shallowRef<readonly ExtraPart[]>([])
  const include = shallowRef<ExtraPart[]>([])
  /** What the lab works at, by the name that stops it; null for nothing. */
  const task = ref<string | null>(null)

  /** Starts following the lab; gives back how to stop. */
  function follow(): () => void {
    return window.lab.onEvent((event) => {
      if (event.event === 'dataset.progress' && event.dataset === task.value) progress.value = event
    })
  }

  async function run<Value>(name: string, ask: () => Promise<Outcome<Value>>): Promise<Value | null> {
    cancel()
    task.value = name
    progress.value = null
    error.value = null
    const outcome = await ask()
    const isLatest = task.value === name
    if (isLatest) task.value = null
    if (isLatest && !outcome.ok && outcome.error.code !== 'interrupted') error.value = outcome.error
    return outcome.ok && isLatest ? outcome.value : null
  }

  /** Looks at what lies at a path; nothing is stored. */
  async function inspect(path: string): Promise<void> {
    parts.value = []
    include.value = []
    await look(path)
  }
  async function look(path: string): Promise<void> {
    preview.value = null
    error.value = null
    if (path === '') return cancel()
    preview.value = await run(path, () => askLab('inspectDataset', { path, include: include.value }))
    if (preview.value) parts.value = preview.value.parts
  }
  /** Puts a part to the training images, or leaves it out, and looks again. */
  async function choosePart(path: string, part: ExtraPart, isIncluded: boolean): Promise<void> {
    include.value = [...include.value.filter((other) => other !== part), ...(isIncluded ? [part] : [])]
    await look(path)
  }

  /** Adds it; tells whether it is there now. */
  async function add(name: string, path: string): Promise<boolean> {
    const added = await run(name, () => askLab('addDataset', { name, path, include: include.value }))
    if (added === null) return false
    preview.value = null
    parts.value = []
    await datasets.load()
    return true
  }

  /** Stops what the lab is at; nothing of it is kept. */
  function cancel(): void {
    if (task.value !== null) void askLab('cancelDataset', { dataset: task.value })
    task.value = null
  }

  return { preview, progress, error, parts, include, task, follow, inspect, choosePart, add, cancel }
})
