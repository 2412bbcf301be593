import type { DatasetSummary, DatasetThumbnails, Thumbnail } from '../../../shared/results.ts'
import { architectureOf, type SpecPreparation } from '../../../shared/spec.ts'
import { gatherImages, prepareSome, readContentImages, type TrainingImages } from '../datasets/index.ts'
import { planNetwork } from '../science/networks.ts'
import { studyStream } from '../study/study-streams.ts'
import type { DatasetRegistry } from './dataset-registry.ts'

interface ThumbnailContext {
  registry: DatasetRegistry
  home: string
}

/**
 * Training images of every class in turn, in the order of the set; with a preparation those that the study takes, and
 * what its network gets of them.
 * @param labels (training image)
 * @throws LabError `spec.invalid`, `network.invalid` when the network cannot see them
 */
export async function makeThumbnails(
  context: ThumbnailContext,
  dataset: DatasetSummary,
  preparation: SpecPreparation | null,
  labels: Uint8Array,
  count: number,
): Promise<DatasetThumbnails> {
  const { height, width, channels, classes, name } = dataset
  const set = { height, width, channels, classes, labels, read: await openImages(context, dataset) }
  const choose = (taken: Uint32Array): Uint32Array => chooseImages(labels, taken, classes.length, count)
  const labelsOf = (images: Uint32Array): Uint8Array => Uint8Array.from(images, (image) => labels[image] ?? 0)
  if (!preparation) {
    const shown = choose(Uint32Array.from(labels, (_, image) => image))
    return { classes, stored: cutThumbnails(await set.read(shown), labelsOf(shown), dataset), prepared: null }
  }
  const { input, classes: outputs } = planNetwork(architectureOf(preparation))
  const { preprocessing, train, seed } = preparation
  const some = await prepareSome(
    set,
    {
      ...{ name, input, classes: outputs, ...preprocessing },
      ...(train !== undefined && { train }),
      stream: (part) => studyStream({ seed }, 'subset', name, part),
    },
    choose,
  )
  const shownLabels = labelsOf(some.shown)
  return {
    classes,
    stored: cutThumbnails(some.stored, shownLabels, dataset),
    prepared: {
      images: cutThumbnails(some.prepared, shownLabels, input),
      scale: [...some.scale],
      offset: [...some.offset],
    },
  }
}

async function openImages(
  { registry, home }: ThumbnailContext,
  { name, sample, sha256, height, width, channels }: DatasetSummary,
): Promise<TrainingImages['read']> {
  if (!sample) return (chosen) => readContentImages(home, sha256, chosen)
  const { images } = (await registry.read(name)).train
  return (chosen) => Promise.resolve(gatherImages(images, height * width * channels, chosen))
}

/** The first images of each class, as many of each as possible, class by class. @param taken image indices to choose from */
function chooseImages(labels: Uint8Array, taken: Uint32Array, classes: number, count: number): Uint32Array {
  const wanted = Math.max(1, Math.floor(count / classes))
  const found: number[][] = Array.from({ length: classes }, () => [])
  for (const image of taken) {
    const images = found[labels[image] ?? 0]
    if (images && images.length < wanted) images.push(image)
  }
  return Uint32Array.from(found.flat().slice(0, count))
}

function cutThumbnails(
  images: Uint8Array,
  labels: Uint8Array,
  { height, width, channels }: Pick<Thumbnail, 'height' | 'width' | 'channels'>,
): Thumbnail[] {
  const imageBytes = height * width * channels
  return Array.from(labels, (label, image) => ({
    ...{ label, height, width, channels },
    pixels: images.slice(image * imageBytes, (image + 1) * imageBytes),
  }))
}
