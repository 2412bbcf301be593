import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput, DatasetEvent } from '../../../shared/protocol.ts'
import type { DatasetDetail, DatasetSummary, DatasetThumbnails, PublishedDataset } from '../../../shared/results.ts'
import {
  countPerClass,
  filesToFetch,
  inspectDataset,
  type PublishedSets,
  readContentLabels,
  removeContent,
  verifyContent,
} from '../datasets/index.ts'
import type { Store } from '../store/open.ts'
import { createAdditions } from './dataset-additions.ts'
import type { DatasetRegistry } from './dataset-registry.ts'
import { createTasks } from './tasks.ts'
import { makeThumbnails } from './dataset-thumbnails.ts'

export interface DatasetCallContext {
  registry: DatasetRegistry
  home: string
  store: Store
  access: 'own' | 'share'
  /** What can be fetched. */
  published: PublishedSets
  emit(event: DatasetEvent): void
}

export function datasetCalls(context: DatasetCallContext) {
  const { registry, home, store, access, published, emit } = context
  const tasks = createTasks<DatasetEvent['phase']>(({ name: dataset, ...progress }) =>
    emit({ event: 'dataset.progress', dataset, ...progress }),
  )
  const additions = createAdditions({ registry, home, store, tasks, published, removeUnused })

  function requireOwn(): void {
    if (access !== 'own')
      throw new LabError('home.busy', `${home}: datasets can only be changed by the owner of the home`)
  }

  async function problemOf(dataset: DatasetSummary): Promise<string | null> {
    if (!dataset.sample) return verifyContent(home, dataset.sha256)
    try {
      await registry.read(dataset.name)
      return null
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : String(thrown)
    }
  }

  async function labelsOf({ name, sample, sha256 }: DatasetSummary): Promise<{ train: Uint8Array; test: Uint8Array }> {
    if (!sample) return readContentLabels(home, sha256)
    const { train, test } = await registry.read(name)
    return { train: train.labels, test: test.labels }
  }

  const calls = {
    listDatasets: (): DatasetSummary[] => registry.list(),
    async showDataset({ dataset: name }: CheckedInput<'showDataset'>): Promise<DatasetDetail> {
      const summary = registry.find(name)
      const { height, width, channels, classes } = summary
      const { train, test } = await labelsOf(summary)
      return {
        ...summary,
        trainPerClass: countPerClass(train, classes.length),
        testPerClass: countPerClass(test, classes.length),
        bytes: (train.length + test.length) * (height * width * channels + 1),
      }
    },
    async addDataset(input: CheckedInput<'addDataset'>): Promise<DatasetSummary> {
      requireOwn()
      return additions.add(input)
    },
    async fetchDataset(input: CheckedInput<'fetchDataset'>): Promise<DatasetSummary> {
      requireOwn()
      return additions.fetch(input)
    },
    listPublished({ include }: CheckedInput<'listPublished'>): PublishedDataset[] {
      return (['cifar10', 'svhn', 'cinic10'] as const).map((name) => {
        const { title, homepage, licence } = published[name]
        const files = filesToFetch(published[name], include).map(({ url, bytes, md5 }) => ({ url, bytes, md5 }))
        return { name, title, homepage, licence, files }
      })
    },
    async inspectDataset(input: CheckedInput<'inspectDataset'>) {
      return tasks.run(input.path, ({ signal, progress }) =>
        inspectDataset(input, { signal, onProgress: (done, total) => progress('read', done, total) }),
      )
    },
    cancelDataset({ dataset }: CheckedInput<'cancelDataset'>): null {
      tasks.cancel(dataset)
      return null
    },
    async thumbnails(input: CheckedInput<'thumbnails'>): Promise<DatasetThumbnails> {
      const summary = registry.find(input.dataset)
      return makeThumbnails(context, summary, input.preparation ?? null, (await labelsOf(summary)).train, input.count)
    },
    async verifyDatasets({ dataset }: CheckedInput<'verifyDatasets'>) {
      const wanted = dataset === undefined ? registry.list() : [registry.find(dataset)]
      const results = []
      for (const summary of wanted) {
        const problem = await problemOf(summary)
        results.push({ name: summary.name, intact: problem === null, problem })
      }
      return results
    },
    async removeDataset({ dataset: name }: CheckedInput<'removeDataset'>): Promise<null> {
      requireOwn()
      const dataset = registry.find(name)
      if (dataset.sample) throw new LabError('data.in-use', `dataset ${name} comes with Ticketscope and stays`)
      const user = store.studies.list().find((study) => Object.hasOwn(study.datasets, name))
      if (user)
        throw new LabError(
          'data.in-use',
          `dataset ${name} is used by study "${user.name}" (${user.id}); delete that study first`,
        )
      store.datasets.remove(name)
      await removeUnused(dataset.sha256)
      return null
    },
  }

  /** Content goes when no name stands for it any more. */
  async function removeUnused(sha256: string): Promise<void> {
    if (!store.datasets.list().some((dataset) => dataset.sha256 === sha256)) await removeContent(home, sha256)
  }

  return {
    calls,
    /** Stops what is being read or downloaded, and waits for it. */
    close: () => tasks.close(),
  }
}
