import type { Thumbnail } from '../../shared/results.ts'

/** Images of one size, one after another. */
export interface ImageRow {
  height: number
  width: number
  channels: number
  /** (image, row, col, channel) */
  images: Uint8Array
  /** (image): an index into the dataset's classes. */
  labels: number[]
}

/** Thumbnails of one dataset in turns: the first of each class, then the second of each. */
export function arrangeThumbnails(thumbnails: readonly Thumbnail[]): ImageRow {
  const seen = new Map<number, number>()
  const placed = thumbnails.map((thumbnail) => {
    const turn = seen.get(thumbnail.label) ?? 0
    seen.set(thumbnail.label, turn + 1)
    return { thumbnail, turn }
  })
  const inTurns = placed
    .toSorted((a, b) => a.turn - b.turn || a.thumbnail.label - b.thumbnail.label)
    .map(({ thumbnail }) => thumbnail)
  const { height = 0, width = 0, channels = 0 } = inTurns[0] ?? {}
  const images = new Uint8Array(inTurns.length * height * width * channels)
  inTurns.forEach(({ pixels }, image) => images.set(pixels, image * height * width * channels))
  return { height, width, channels, images, labels: inTurns.map(({ label }) => label) }
}
