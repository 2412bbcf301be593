import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { keepChannels } from './decoded.ts'
import { sha256Of, type ContentDescription } from './description.ts'
import type { ReadSet, ReadSplit, Split } from './readers/reading.ts'

/** Bytes that are written at once when images are put in order. */
const chunkBytes = 1 << 20

/** Writes the arrays of one dataset into a folder of its own, as they come; a few MB of memory for a set of any size. */
export interface StagingWriter {
  write(split: Split, images: Uint8Array): void
  /** Puts the images in their final order and writes the labels. */
  finish(set: ReadSet): ContentDescription
  close(): void
}

interface StagedImages {
  path: string
  file: number
  bytes: number
  hash: Hash
}

/** @param folder is there and empty */
export function openStagingWriter(folder: string): StagingWriter {
  const open = (split: Split): StagedImages => {
    const path = join(folder, `${split}-images.bin`)
    return { path, file: openSync(path, 'wx+', 0o644), bytes: 0, hash: createHash('sha256') }
  }
  const staged: Record<Split, StagedImages> = { train: open('train'), test: open('test') }

  function finishSplit(split: Split, set: ReadSet): { images: string; labels: string; count: number } {
    const { labels, order } = set[split]
    const images = staged[split]
    const writtenChannels = set.writtenChannels ?? set.channels
    const writtenBytes = set.height * set.width * writtenChannels
    if (images.bytes !== labels.length * writtenBytes) {
      throw new Error(`${labels.length} labels for ${images.bytes} bytes of ${split} images`)
    }
    if (order || writtenChannels !== set.channels) arrange(images, set, set[split])
    writeFileSync(join(folder, `${split}-labels.bin`), labels, { flag: 'wx' })
    return { images: images.hash.digest('hex'), labels: sha256Of(labels), count: labels.length }
  }

  return {
    write(split, images) {
      const { file, hash } = staged[split]
      for (let written = 0; written < images.length;) {
        written += writeSync(file, images, written, images.length - written)
      }
      hash.update(images)
      staged[split].bytes += images.length
    },
    finish(set) {
      const [train, test] = [finishSplit('train', set), finishSplit('test', set)]
      const { height, width, channels, classes } = set
      return {
        version: 1,
        ...{ height, width, channels, classes },
        train: train.count,
        test: test.count,
        sha256: {
          'train-images.bin': train.images,
          'train-labels.bin': train.labels,
          'test-images.bin': test.images,
          'test-labels.bin': test.labels,
        },
      }
    },
    close() {
      closeSync(staged.train.file)
      closeSync(staged.test.file)
    },
  }
}

/** Writes the images once more, in their final order and with the channels that are kept, and hashes them. */
function arrange(images: StagedImages, set: ReadSet, { labels, order }: ReadSplit): void {
  const writtenChannels = set.writtenChannels ?? set.channels
  const imageBytes = set.height * set.width * writtenChannels
  const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes))
  const chunk = new Uint8Array(perChunk * imageBytes)
  const arranged = openSync(`${images.path}.arranged`, 'wx+', 0o644)
  images.hash = createHash('sha256')
  try {
    for (let first = 0; first < labels.length; first += perChunk) {
      const here = Math.min(perChunk, labels.length - first)
      for (let image = 0; image < here; image++) {
        const place = order ? (order[first + image] ?? 0) : first + image
        readSync(images.file, chunk, image * imageBytes, imageBytes, place * imageBytes)
      }
      const whole = chunk.subarray(0, here * imageBytes)
      const kept = keepChannels(whole, set)
      for (let written = 0; written < kept.length;) written += writeSync(arranged, kept, written)
      images.hash.update(kept)
    }
  } finally {
    closeSync(arranged)
  }
  closeSync(images.file)
  rmSync(images.path)
  renameSync(`${images.path}.arranged`, images.path)
  images.file = openSync(images.path, 'r')
}
