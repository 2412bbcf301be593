import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput, DatasetEvent } from '../../../shared/protocol.ts'
import type { DatasetSummary, PublishedVerdict } from '../../../shared/results.ts'
import { checkParts, fetchPublished, importDataset, storeContent, type PublishedSets } from '../datasets/index.ts'
import type { Store } from '../store/open.ts'
import type { DatasetRegistry } from './dataset-registry.ts'
import type { TaskControl, Tasks } from './tasks.ts'

interface AdditionContext {
  registry: DatasetRegistry
  home: string
  store: Store
  tasks: Tasks<DatasetEvent['phase']>
  published: PublishedSets
  /** Removes content that no name stands for. */
  removeUnused(sha256: string): Promise<void>
}

type Addition = Omit<CheckedInput<'addDataset'>, 'format'> & {
  format: CheckedInput<'addDataset'>['format']
  /** Where it came from, for people. */
  source: string
}

/** Adding datasets: a dataset is there whole, or not at all. */
export function createAdditions({ registry, home, store, tasks, published, removeUnused }: AdditionContext) {
  async function addFiles(
    addition: Addition,
    { signal, progress }: TaskControl<DatasetEvent['phase']>,
  ): Promise<DatasetSummary> {
    const { name, path, format: wanted, include, source } = addition
    let report: { format: string; published: PublishedVerdict | null } = { format: wanted, published: null }
    const { sha256, description } = await storeContent(home, async (staging) => {
      const watch = { signal, onProgress: (done: number, total: number) => progress('read', done, total) }
      const { description: read, ...rest } = await importDataset({ path, format: wanted, include, staging }, watch)
      report = rest
      progress('store', 0, 1)
      return read
    })
    const list = registry.list()
    const present = list.find((dataset) => dataset.name === name)
    if (present?.sha256 === sha256) return present
    if (present) {
      await removeUnused(sha256)
      throw new LabError(
        'data.exists',
        `a dataset "${name}" with other content is there already; choose another name, or remove it first`,
      )
    }
    const { version: _version, sha256: _files, ...shape } = description
    const added: DatasetSummary = {
      ...{ name, sha256, ...shape, source, sample: false },
      format: report.format,
      published: knownVerdict(report.published, sha256, list),
      addedAt: new Date().toISOString(),
    }
    store.datasets.add(added)
    return added
  }

  return {
    add: (input: CheckedInput<'addDataset'>): Promise<DatasetSummary> =>
      tasks.run(input.name, (control) => addFiles({ ...input, source: input.path }, control)),
    async fetch({ dataset, name = dataset, include }: CheckedInput<'fetchDataset'>): Promise<DatasetSummary> {
      const set = published[dataset]
      checkParts(set.title, set.format, include)
      return tasks.run(name, async (control) => {
        const { signal, progress } = control
        const onProgress = (done: number, total: number): void => progress('download', done, total)
        const { path, remove } = await fetchPublished(home, dataset, set, { include, signal, onProgress })
        const source = `fetched: ${set.homepage}`
        const added = await addFiles({ name, path, format: 'auto', include, source }, control)
        await remove()
        return added
      })
    },
  }
}

/** Content that cannot be told by its files is told by its hash, when a set with the official files is there. */
function knownVerdict(
  verdict: PublishedVerdict | null,
  sha256: string,
  list: readonly DatasetSummary[],
): PublishedVerdict | null {
  const same = list.find((dataset) => dataset.sha256 === sha256 && dataset.published?.verdict === 'equal')
  if (verdict?.verdict !== 'unknown' || !same?.published) return verdict
  return { ...same.published, reason: `the same content as ${same.name}, whose files have the official checksums` }
}
