import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { DatasetDetail, DatasetImages, DatasetSummary } from '../../../shared/results.ts'
import type { StudySpec } from '../../../shared/spec.ts'
import {
  countPerClass,
  describeSample,
  firstOfEachClass,
  gatherImages,
  readContent,
  readDataset,
  readSample,
  removeContent,
  sampleNames,
  sweepContent,
  verifyContent,
  writeContent,
  type DecodedDataset,
} from '../datasets/index.ts'
import { architectureOf } from '../../../shared/spec.ts'
import type { Store } from '../store/open.ts'
import type { ImageCounts } from '../study/estimate.ts'
import { planNetwork } from '../science/networks.ts'

/** Every dataset that a study can name: the samples, and those that were added. */
export interface DatasetRegistry {
  list(): DatasetSummary[]
  find(name: string): DatasetSummary
  read(name: string): Promise<DecodedDataset>
  /**
   * Content hashes of a spec's datasets, by name.
   * @param before hashes to agree with, of a study begun earlier
   * @throws LabError `data.unknown`, `spec.invalid`, `data.damaged`
   */
  check(spec: StudySpec, before?: Record<string, string>): Record<string, string>
  /** Images that the spec takes of each dataset. */
  counts(spec: StudySpec): Map<string, ImageCounts>
  /** Removes what an interrupted addition left. */
  sweep(): Promise<void>
}

export async function openDatasetRegistry(home: string, store: Store): Promise<DatasetRegistry> {
  const samples = await Promise.all(sampleNames.map(summariseSample))
  const isSample = (name: string) => sampleNames.find((sample) => sample === name)
  const list = (): DatasetSummary[] => [...samples, ...store.datasets.list()]

  function find(name: string): DatasetSummary {
    const found = list().find((dataset) => dataset.name === name)
    if (found) return found
    const names = list().map((dataset) => dataset.name)
    throw new LabError(
      'data.unknown',
      `no dataset "${name}"; there are ${names.join(', ')}; add it with: ticketscope data add ${name} PATH`,
    )
  }

  return {
    list,
    find,
    async read(name) {
      const sample = isSample(name)
      return sample ? readSample(sample) : readContent(home, find(name).sha256)
    },
    check(spec, before = {}) {
      const { classes } = planNetwork(architectureOf(spec))
      const hashes = spec.datasets.map(({ name, train, test }) => {
        const dataset = find(name)
        if (dataset.classes.length > classes)
          throw new LabError(
            'spec.invalid',
            `datasets: ${name} has ${dataset.classes.length} classes, the network ${classes} outputs; give the output layer ${dataset.classes.length} classes`,
          )
        if ((train ?? 0) > dataset.train || (test ?? 0) > dataset.test)
          throw new LabError(
            'spec.invalid',
            `datasets: ${name} has ${dataset.train} training and ${dataset.test} test images; ask for no more`,
          )
        const expected = before[name]
        if (expected !== undefined && expected !== dataset.sha256)
          throw new LabError(
            'data.exists',
            `dataset ${name} is no longer the one that the study began with (checksum ${expected.slice(0, 12)}, now ${dataset.sha256.slice(0, 12)}); add the old one again under this name`,
          )
        return [name, dataset.sha256]
      })
      return Object.fromEntries(hashes) as Record<string, string>
    },
    counts(spec) {
      return new Map(
        spec.datasets.map(({ name, train, test }) => {
          const dataset = find(name)
          return [name, { train: train ?? dataset.train, test: test ?? dataset.test }]
        }),
      )
    },
    sweep: () => sweepContent(home),
  }
}

async function summariseSample(name: (typeof sampleNames)[number]): Promise<DatasetSummary> {
  const { content, height, width, channels, classes, train, test } = await describeSample(name)
  const source = 'comes with Ticketscope'
  return { name, sha256: content, height, width, channels, train, test, classes, addedAt: '', source, sample: true }
}

export function datasetCalls(registry: DatasetRegistry, home: string, store: Store, access: 'own' | 'share') {
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

  return {
    listDatasets: (): DatasetSummary[] => registry.list(),
    async showDataset({ dataset: name }: CheckedInput<'showDataset'>): Promise<DatasetDetail> {
      const summary = registry.find(name)
      const { train, test } = await registry.read(name)
      return {
        ...summary,
        trainPerClass: countPerClass(train, summary.classes.length),
        testPerClass: countPerClass(test, summary.classes.length),
        bytes: train.images.byteLength + train.labels.byteLength + test.images.byteLength + test.labels.byteLength,
      }
    },
    async readImages({ dataset: name, perClass }: CheckedInput<'readImages'>): Promise<DatasetImages> {
      const { train, height, width, channels, classes } = await registry.read(name)
      const chosen = firstOfEachClass(train.labels, classes.length, perClass)
      const images = gatherImages(train.images, height * width * channels, chosen)
      return { height, width, channels, images, labels: Array.from(chosen, (image) => train.labels[image] ?? 0) }
    },
    async addDataset({ name, path, format }: CheckedInput<'addDataset'>): Promise<DatasetSummary> {
      requireOwn()
      const decoded = await readDataset(path, format)
      const present = registry.list().find((dataset) => dataset.name === name)
      const { sha256 } = await writeContent(home, decoded)
      if (present?.sha256 === sha256) return present
      if (present) {
        await removeUnused(sha256)
        throw new LabError(
          'data.exists',
          `a dataset "${name}" with other content is there already; choose another name, or remove it first`,
        )
      }
      const { height, width, channels, classes, train, test } = decoded
      const added: DatasetSummary = {
        ...{ name, sha256, height, width, channels, classes, source: path, sample: false },
        train: train.count,
        test: test.count,
        addedAt: new Date().toISOString(),
      }
      store.datasets.add(added)
      return added
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
}
