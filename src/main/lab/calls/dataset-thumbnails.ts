import type { DatasetSummary, DatasetThumbnails, Thumbnail } from '../../../shared/results.ts'
import type { StudySpec } from '../../../shared/spec.ts'
import { gatherImages, prepareDataset, readContentImages, type DecodedDataset } from '../datasets/index.ts'
import { planStudy, studyStream } from '../study/plan.ts'
import type { DatasetRegistry } from './dataset-registry.ts'

interface ThumbnailContext {
  registry: DatasetRegistry
  home: string
}

/**
 * Training images of every class in turn, in the order of the set; with a spec also what they become.
 * @param labels (training image)
 * @throws LabError `spec.invalid` when the spec's network cannot see them
 */
export async function makeThumbnails(
  { registry, home }: ThumbnailContext,
  dataset: DatasetSummary,
  spec: StudySpec | null,
  labels: Uint8Array,
  count: number,
): Promise<DatasetThumbnails> {
  const { height, width, channels, classes, sample, sha256, name } = dataset
  const chosen = chooseImages(labels, classes.length, count)
  const images = sample
    ? gatherImages((await registry.read(name)).train.images, height * width * channels, chosen)
    : await readContentImages(home, sha256, chosen)
  const chosenLabels = Uint8Array.from(chosen, (image) => labels[image] ?? 0)
  const stored = cutThumbnails(images, chosenLabels, { height, width, channels })
  if (!spec) return { classes, stored, prepared: null }
  const split = { images, labels: chosenLabels, count: chosen.length }
  const decoded: DecodedDataset = { height, width, channels, classes, train: split, test: split }
  const { network } = planStudy(spec)
  const prepared = prepareDataset(decoded, {
    name,
    input: network.input,
    classes: network.classes,
    ...spec.preprocessing,
    stream: (part) => studyStream(spec, 'subset', name, part),
  })
  return { classes, stored, prepared: cutThumbnails(prepared.train.images, prepared.train.labels, prepared) }
}

/** The first images of each class, as many of each as possible, class by class. */
function chooseImages(labels: Uint8Array, classes: number, count: number): Uint32Array {
  const wanted = Math.max(1, Math.floor(count / classes))
  const found: number[][] = Array.from({ length: classes }, () => [])
  for (let image = 0; image < labels.length; image++) {
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
