import type { DatasetPreview, PublishedVerdict, Thumbnail } from '../../../shared/results.ts'
import { countPerClass, keepChannels } from './decoded.ts'
import { resampleImages } from './preparation/resample.ts'
import type { DatasetFormat } from './readers/formats.ts'
import type { ExtraPart, ReadSet } from './readers/reading.ts'

/** Images of each class that are shown. */
const perClass = 4
/** Images that are kept while a set is read, and the bytes that they may take. */
const mostKept = 400
const mostKeptBytes = 8 * 2 ** 20
/** The largest side of a thumbnail; larger images are made smaller. */
const largestSide = 64

/** Watches a set being read and keeps some training images of all over it. */
export interface Preview {
  write(images: Uint8Array, count: number): void
  /** @param parts that are there and may be included */
  finish(
    format: DatasetFormat,
    set: ReadSet,
    published: PublishedVerdict | null,
    parts: readonly ExtraPart[],
  ): DatasetPreview
}

export function createPreview(): Preview {
  const kept: { written: number; image: Uint8Array }[] = []
  let seen = 0
  // A fixed sequence (Numerical Recipes' generator): the same set gives the same thumbnails.
  let state = 1
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return {
    write(images, count) {
      const imageBytes = images.length / count
      const most = Math.max(1, Math.min(mostKept, Math.floor(mostKeptBytes / imageBytes)))
      for (let index = 0; index < count; index++) {
        // Reservoir sampling: every image seen so far is kept with the same probability.
        const place = seen < most ? seen : draw(seen + 1)
        if (place < most) {
          kept[place] = { written: seen, image: images.slice(index * imageBytes, (index + 1) * imageBytes) }
        }
        seen++
      }
    },
    finish(format, set, published, parts) {
      const { height, width, channels, classes, train, test } = set
      return {
        ...{ format, published, parts: [...parts], height, width, channels, classes },
        train: train.labels.length,
        test: test.labels.length,
        trainPerClass: countPerClass(train.labels, classes.length),
        testPerClass: countPerClass(test.labels, classes.length),
        thumbnails: chooseThumbnails(kept, set),
      }
    },
  }
}

function chooseThumbnails(kept: readonly { written: number; image: Uint8Array }[], set: ReadSet): Thumbnail[] {
  const { labels, order } = set.train
  const places = new Map<number, number>()
  order?.forEach((written, place) => places.set(written, place))
  const labelled = kept.map(({ written, image }) => ({
    label: labels[order ? (places.get(written) ?? 0) : written] ?? 0,
    pixels: keepChannels(image, set),
  }))
  return set.classes.flatMap((_, label) =>
    labelled
      .filter((image) => image.label === label)
      .slice(0, perClass)
      .map(({ pixels }) => ({ label, ...shrink({ ...set, pixels }) })),
  )
}

/** A thumbnail's size and pixels: the image's own up to 64×64, else as much smaller as it takes. */
function shrink({ height, width, channels, pixels }: Omit<Thumbnail, 'label'>): Omit<Thumbnail, 'label'> {
  const scale = largestSide / Math.max(height, width)
  if (scale >= 1) return { height, width, channels, pixels }
  const size = { height: Math.max(1, Math.round(height * scale)), width: Math.max(1, Math.round(width * scale)) }
  return { ...size, channels, pixels: resampleImages(pixels, channels, { height, width }, size) }
}
