import type { ByteSource } from './byte-source.ts'
import {
  checkNames,
  cifarImageBytes,
  cifarNames,
  interleave,
  readCifar,
  type CifarVersion,
  type WriteImages,
} from './cifar10-batches.ts'
import { copyAgain, dataError, mostBytes } from './failures.ts'
import type { Reading, ReadSet } from './reading.ts'

/** One label, then 1,024 bytes each of red, green and blue, row by row. */
const recordBytes = 1 + cifarImageBytes
const mostNames = 4096
const recordsAtOnce = 256

export const binaryVersion: CifarVersion = {
  folder: 'cifar-10-batches-bin',
  suffix: '.bin',
  meta: 'batches.meta.txt',
  readBatch,
  readNames,
}

/**
 * Reads CIFAR-10's binary version: its folder with data_batch_1.bin … data_batch_5.bin, test_batch.bin and perhaps
 * batches.meta.txt, or the .tar.gz (or .tar) of it. Batches may have any number of records.
 * Format: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export function readCifar10Binary(path: string, reading: Reading): Promise<ReadSet> {
  return readCifar(path, reading, binaryVersion)
}

/** Records (label, channel, row, col) to images (image, row, col, channel). */
async function readBatch(source: ByteSource, size: number, place: string, write: WriteImages): Promise<Uint8Array> {
  if (size === 0) throw dataError('data.format', place, 'zero images', copyAgain)
  if (size % recordBytes !== 0) {
    const record = Math.floor(size / recordBytes)
    const what = `truncated in record ${record} (byte ${record * recordBytes}): ${size} bytes are no multiple of ${recordBytes}`
    throw dataError('data.format', place, what, copyAgain)
  }
  const count = size / recordBytes
  if (count * cifarImageBytes > mostBytes) {
    throw dataError('data.format', place, `${count} images take more than 2 GiB`, copyAgain)
  }
  if (size > source.atMost) await source.take(size, place)
  const labels = new Uint8Array(count)
  const images = new Uint8Array(recordsAtOnce * cifarImageBytes)
  for (let first = 0; first < count; first += recordsAtOnce) {
    const here = Math.min(recordsAtOnce, count - first)
    const records = await source.take(here * recordBytes, `record ${first} of ${place}`)
    for (let record = 0; record < here; record++) {
      const label = records[record * recordBytes] ?? 0
      if (label >= cifarNames.length) {
        const where = `record ${first + record} (byte ${(first + record) * recordBytes})`
        throw dataError('data.format', place, `label out of range: ${where} has label ${label}, not 0 to 9`, copyAgain)
      }
      labels[first + record] = label
      interleave(records, record * recordBytes + 1, images, record * cifarImageBytes)
    }
    write(images.subarray(0, here * cifarImageBytes), here)
  }
  return labels
}

/** One name a line, ten of them; the published file ends with an empty line. */
async function readNames(source: ByteSource, size: number, place: string): Promise<string[]> {
  if (size > mostNames) throw dataError('data.format', place, `${size} bytes are too many for ten names`, copyAgain)
  const bytes = await source.take(size, place)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (thrown) {
    const remedy = 'remove the file to use the published names'
    throw dataError('data.format', place, 'class names that are not UTF-8', remedy, thrown)
  }
  const classes = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  checkNames(classes, place)
  return classes
}
