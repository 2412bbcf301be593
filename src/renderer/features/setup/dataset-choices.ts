import type { DatasetSummary } from '../../../shared/results.ts'
import type { DraftDataset } from './draft.ts'

/** A dataset as the form offers it. */
export interface DatasetChoice {
  name: string
  /** null: the draft names it, but there is none of that name. */
  dataset: DatasetSummary | null
  /** Its place among the draft's datasets; −1 when it is not chosen. */
  place: number
  train: unknown
  test: unknown
}

/** The draft's datasets in their order, then those that could be chosen too. */
export function listChoices(chosen: readonly DraftDataset[], all: readonly DatasetSummary[]): DatasetChoice[] {
  const known = (name: string) => all.find((dataset) => dataset.name === name) ?? null
  const names = new Set(chosen.map(({ name }) => name))
  const first = chosen.map(({ name, train, test }, place): DatasetChoice => ({
    name,
    dataset: known(name),
    place,
    train,
    test,
  }))
  const others = all.filter(({ name }) => !names.has(name))
  return [
    ...first,
    ...others.map(({ name }): DatasetChoice => {
      return { name, dataset: known(name), place: -1, train: undefined, test: undefined }
    }),
  ]
}

/** The draft's datasets after one was chosen or left out. */
export function toggleDataset(chosen: readonly DraftDataset[], name: string): DraftDataset[] {
  const rest = chosen.filter((dataset) => dataset.name !== name)
  return rest.length < chosen.length ? rest : [...chosen, { name }]
}

/** The draft's datasets with another number of images in one of them; undefined takes all. */
export function limitDataset(
  chosen: readonly DraftDataset[],
  name: string,
  part: 'train' | 'test',
  count: unknown,
): DraftDataset[] {
  return chosen.map((dataset) => {
    if (dataset.name !== name) return dataset
    const { [part]: _before, ...rest } = dataset
    return count === undefined ? { ...rest, name } : { ...rest, name, [part]: count }
  })
}
