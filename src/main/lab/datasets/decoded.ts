import { createReading, type ExtraPart, type Reader, type ReadSet, type ReadSplit } from './readers/reading.ts'

/** Images of one split and the class of each. */
export interface DecodedSplit {
  /** (image, row, col, channel), uint8 */
  images: Uint8Array
  /** (image), 0 … classes − 1 */
  labels: Uint8Array
  count: number
}

/** A whole dataset in memory. */
export interface DecodedDataset {
  height: number
  width: number
  channels: number
  /** One name per class; a label is an index into it. */
  classes: string[]
  train: DecodedSplit
  test: DecodedSplit
}

/** Reads a small set into memory; large ones go through import.ts to the content store. */
export async function decodeDataset(
  reader: Reader,
  path: string,
  include: readonly ExtraPart[] = [],
): Promise<DecodedDataset> {
  const written = { train: [] as Uint8Array[], test: [] as Uint8Array[] }
  const reading = createReading({ include, write: (split, images) => void written[split].push(images.slice()) })
  const { train, test, writtenChannels, ...shape } = await reader(path, reading)
  const set = { ...shape, ...(writtenChannels !== undefined && { writtenChannels }) }
  const imageBytes = set.height * set.width * set.channels
  const join = (split: ReadSplit, parts: Uint8Array[]): DecodedSplit => {
    const images = keepChannels(Uint8Array.from(Buffer.concat(parts)), set)
    const { labels, order } = split
    return { images: order ? gatherImages(images, imageBytes, order) : images, labels, count: labels.length }
  }
  return { ...shape, train: join(train, written.train), test: join(test, written.test) }
}

/**
 * The channels of a set's images that are kept: all, or the first of those that were written and are the same.
 * @param images (image, row, col, written channel)
 * @returns (image, row, col, channel)
 */
export function keepChannels(
  images: Uint8Array,
  { channels, writtenChannels = channels }: Pick<ReadSet, 'channels' | 'writtenChannels'>,
): Uint8Array {
  return writtenChannels === channels ? images : images.filter((_, index) => index % writtenChannels < channels)
}

/**
 * @param images (image, pixel), uint8, `imageBytes` each
 * @param chosen image indices
 * @returns (chosen image, pixel)
 */
export function gatherImages(images: Uint8Array, imageBytes: number, chosen: Uint32Array): Uint8Array {
  const gathered = new Uint8Array(chosen.length * imageBytes)
  chosen.forEach((image, index) => {
    gathered.set(images.subarray(image * imageBytes, (image + 1) * imageBytes), index * imageBytes)
  })
  return gathered
}

/** Images of each class, in the order of the labels. */
export function countPerClass(labels: Uint8Array, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return counts
}
