import { createHash, type Hash } from 'node:crypto'
import type { ExtraPart } from '../../../../shared/results.ts'
import { openByteSource, inspectFile, type ByteSource } from './byte-source.ts'
import { dataError, mostBytes } from './failures.ts'

export type { ExtraPart }
export type Split = 'train' | 'test'

/** What a reader works with: where its images go, and who watches. */
export interface Reading {
  readonly include: readonly ExtraPart[]
  /**
   * Gives away whole images (image, row, col, channel), after those of the same split that were given before. The array
   * may be used again afterwards. Together they may take 2 GiB − 1.
   */
  write(split: Split, images: Uint8Array, count: number): void
  /** Opens a file; its bytes count as progress, and its checksum is taken. */
  open(path: string): Promise<ByteSource>
  /** The work in all, in any unit: bytes, or files. */
  expect(total: number): void
  advance(amount: number): void
  /** Says that a part is there, whether it is included or not. */
  offer(part: ExtraPart): void
}

/** One split as a reader leaves it. */
export interface ReadSplit {
  /** (image), 0 … classes − 1, in the final order */
  labels: Uint8Array
  /** For each final place, the place in the order in which the images were written; null when they are the same. */
  order: Uint32Array | null
}

/** What a reader gives back besides the images. */
export interface ReadSet {
  height: number
  width: number
  channels: number
  /** Channels that were written when they turned out to be all the same; the first is kept. */
  writtenChannels?: number
  /** One name per class; a label is an index into it. */
  classes: string[]
  train: ReadSplit
  test: ReadSplit
}

export type Reader = (path: string, reading: Reading) => Promise<ReadSet>

/** MD5 of a file that was read whole; what the published sets' checksums are. */
export interface FileChecksum {
  path: string
  md5: string
}

export interface ReadingOptions {
  include?: readonly ExtraPart[]
  write(split: Split, images: Uint8Array, count: number): void
  /** @param done @param total in the same unit */
  onProgress?(done: number, total: number): void
}

/** @returns the reading, the checksums of the files that were read whole so far, and the parts that are there */
export function createReading(
  options: ReadingOptions,
): Reading & { checksums(): FileChecksum[]; offered(): ExtraPart[] } {
  const opened: { path: string; size: number; seen: number; hash: Hash }[] = []
  const offered = new Set<ExtraPart>()
  let written = 0
  let done = 0
  let total = 0
  function advance(amount: number): void {
    done += amount
    options.onProgress?.(Math.min(done, total), total)
  }
  return {
    include: options.include ?? [],
    write(split, images, count) {
      written += images.length
      if (written > mostBytes) throw tooLarge('the set')
      options.write(split, images, count)
    },
    async open(path) {
      const { size } = await inspectFile(path)
      const file = { path, size, seen: 0, hash: createHash('md5') }
      opened.push(file)
      return openByteSource(path, (chunk) => {
        file.seen += chunk.length
        file.hash.update(chunk)
        advance(chunk.length)
      })
    },
    expect(amount) {
      total = amount
    },
    advance,
    offer: (part) => void offered.add(part),
    offered: () => [...offered],
    checksums: () =>
      opened
        .filter(({ seen, size }) => seen === size)
        .map(({ path, hash }) => ({ path, md5: hash.copy().digest('hex') })),
  }
}

function tooLarge(place: string): Error {
  return dataError('data.format', place, 'its images take more than 2 GiB', 'split it into smaller sets')
}
