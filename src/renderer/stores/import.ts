import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { BundlePreview, NetworkPreview } from '../../shared/bundles.ts'
import type { Outcome, PlainError } from '../../shared/errors.ts'
import { useCatalogue } from './catalogue.ts'
import { useComparison } from './comparison.ts'
import { useIncoming } from './incoming.ts'
import { askLab } from './lab.ts'
import { useRoute } from './route.ts'
import { useStudies } from './studies.ts'
import { followTransfer } from './transfer.ts'

export type ImportPreview = { kind: 'bundle'; bundle: BundlePreview } | { kind: 'networks'; networks: NetworkPreview }

/** A study that has tickets of an import now. */
export interface ImportedStudy {
  id: string
  name: string
  added: number
}

/** Tickets on their way in: a look at them, then the import. Several files wait for one another. */
export const useImport = defineStore('import', () => {
  const studies = useStudies()
  const catalogue = useCatalogue()
  const comparison = useComparison()
  const incoming = useIncoming()
  const route = useRoute()
  const step = ref<'closed' | 'looking' | 'preview' | 'importing' | 'done'>('closed')
  const paths = shallowRef<readonly string[]>([])
  const preview = shallowRef<ImportPreview | null>(null)
  const imported = shallowRef<readonly ImportedStudy[]>([])
  const error = shallowRef<PlainError | null>(null)
  const waiting = shallowRef<readonly (readonly string[])[]>([])
  const { progress, doing, run, stop } = followTransfer()
  const first = computed(() => paths.value[0] ?? '')

  /** Takes files and folders: bundles one by one, other programs' networks together, anything else as a dataset. */
  async function open(files: readonly string[]): Promise<void> {
    const kinds = await Promise.all(files.map((path) => askLab('recogniseFile', { path })))
    const of = (kind: string): string[] =>
      // What cannot be recognised is looked at all the same: the look says what is wrong with it.
      files.filter((_, index) => (kinds[index]?.ok ? kinds[index].value : 'networks') === kind)
    const [dataset] = of('dataset')
    if (dataset !== undefined) {
      incoming.path = dataset
      route.go({ view: 'datasets', dataset: null })
    }
    const networks = of('networks')
    waiting.value = [
      ...waiting.value,
      ...of('bundle').map((path) => [path]),
      ...(networks.length > 0 ? [networks] : []),
    ]
    if (step.value === 'closed') await next()
  }

  async function next(): Promise<void> {
    const [files, ...others] = waiting.value
    if (!files) return
    paths.value = files
    waiting.value = others
    await look()
  }

  /** Nothing is written by it. */
  async function look(): Promise<void> {
    step.value = 'looking'
    preview.value = null
    error.value = null
    imported.value = []
    const outcome = await run(first.value, 'read', askPreview)
    if (outcome.ok) preview.value = outcome.value
    else if (outcome.error.code === 'interrupted') return close()
    else error.value = outcome.error
    step.value = 'preview'
  }

  async function askPreview(): Promise<Outcome<ImportPreview>> {
    if (/\.tickets$/i.test(first.value)) {
      const outcome = await askLab('previewBundle', { path: first.value })
      return outcome.ok ? { ok: true, value: { kind: 'bundle', bundle: outcome.value } } : outcome
    }
    const outcome = await askLab('previewNetworks', { paths: [...paths.value] })
    return outcome.ok ? { ok: true, value: { kind: 'networks', networks: outcome.value } } : outcome
  }

  /** @param name of the study that other programs' networks become */
  async function start(name: string): Promise<void> {
    step.value = 'importing'
    error.value = null
    const outcome = await run(first.value, 'read', () => askImport(name))
    step.value = 'preview'
    if (!outcome.ok) {
      if (outcome.error.code !== 'interrupted') error.value = outcome.error
      return
    }
    imported.value = outcome.value
    step.value = 'done'
    await Promise.all([studies.load(), catalogue.load()])
    const shown = outcome.value.find(({ id }) => id === studies.selected)
    if (shown) await Promise.all([studies.select(shown.id), comparison.reload(shown.id)])
  }

  async function askImport(name: string): Promise<Outcome<ImportedStudy[]>> {
    if (preview.value?.kind === 'bundle') {
      const outcome = await askLab('importBundle', { path: first.value })
      if (!outcome.ok) return outcome
      const value = outcome.value.studies.map((study) => ({
        id: study.study,
        name: study.name,
        added: study.newTickets,
      }))
      return { ok: true, value }
    }
    const trimmed = name.trim()
    const outcome = await askLab('importNetworks', {
      paths: [...paths.value],
      ...(trimmed !== '' && { name: trimmed }),
    })
    if (!outcome.ok) return outcome
    const { study: id, name: given, tickets, state } = outcome.value
    return { ok: true, value: [{ id, name: given, added: state === 'new' ? tickets : 0 }] }
  }

  /** Leaves what is shown, for what waits behind it. */
  function close(): void {
    step.value = 'closed'
    void next()
  }

  return { step, paths, preview, imported, error, waiting, progress, doing, open, look, start, stop, close }
})
