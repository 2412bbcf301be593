import { LabError } from '../../../shared/errors.ts'
import type { DatasetSummary } from '../../../shared/results.ts'
import type { StudySpec } from '../../../shared/spec.ts'
import {
  checkFit,
  describeSample,
  publishedSets,
  readContent,
  readSample,
  sampleNames,
  sweepContent,
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
    const fetch = Object.hasOwn(publishedSets, name) ? `, or download it: ticketscope data fetch ${name}` : ''
    throw new LabError(
      'data.unknown',
      `no dataset "${name}"; there are ${names.join(', ')}; add it with: ticketscope data add ${name} PATH${fetch}`,
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
      const { input, classes } = planNetwork(architectureOf(spec))
      const hashes = spec.datasets.map(({ name, train, test }) => {
        const dataset = find(name)
        checkFit(dataset, { name: `datasets: ${name}`, input, classes, fit: spec.preprocessing.fit })
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
  return {
    ...{ name, sha256: content, height, width, channels, train, test, classes },
    source: 'comes with Ticketscope',
    ...{ addedAt: '', sample: true, format: 'idx', published: null },
  }
}
