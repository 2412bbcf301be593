import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DecodedDataset, DecodedSplit } from '../decoded.ts'
import { openByteSource, type ByteSource } from './byte-source.ts'
import { copyAgain, dataError, fileFailure, mostBytes } from './failures.ts'
import { readTar, type TarEntry } from './tar.ts'

const side = 32
const plane = side * side
/** One label, then 1,024 bytes each of red, green and blue, row by row. */
const recordBytes = 1 + 3 * plane
const trainFiles = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`)
const testFile = 'test_batch.bin'
const batchFiles = [...trainFiles, testFile]
const namesFile = 'batches.meta.txt'
const mostNames = 4096
const names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']

/**
 * Reads CIFAR-10's binary version: its folder with data_batch_1.bin … data_batch_5.bin, test_batch.bin and perhaps
 * batches.meta.txt, or the .tar.gz (or .tar) of it. Batches may have any number of records.
 * Format: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function readCifar10(path: string): Promise<DecodedDataset> {
  const status = await stat(path).catch((thrown: unknown) => {
    throw fileFailure(thrown, path)
  })
  const found = status.isDirectory() ? await readFolder(path) : await readArchive(path)
  const missing = batchFiles.filter((file) => !found.batches.has(file))
  if (missing.length > 0) {
    throw dataError(
      'data.missing',
      path,
      `${missing.join(', ')} not there`,
      'add what is missing, or download the set again',
    )
  }
  return {
    height: side,
    width: side,
    channels: 3,
    classes: found.classes ?? [...names],
    train: joinBatches(trainFiles.flatMap((file) => found.batches.get(file) ?? [])),
    test: joinBatches([testFile].flatMap((file) => found.batches.get(file) ?? [])),
  }
}

/** Whether a folder holds one of the batches, by name: their content has no mark of its own. */
export async function holdsCifar10(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((thrown: unknown) => {
    throw fileFailure(thrown, folder)
  })
  return entries.some((entry) => batchFiles.includes(entry))
}

interface Found {
  batches: Map<string, DecodedSplit>
  classes: string[] | null
}

async function readFolder(folder: string): Promise<Found> {
  const found: Found = { batches: new Map(), classes: null }
  const present = await readdir(folder).catch((thrown: unknown) => {
    throw fileFailure(thrown, folder)
  })
  for (const file of [...batchFiles, namesFile]) {
    if (!present.includes(file)) continue
    const source = await openByteSource(join(folder, file))
    try {
      if (source.zipped) throw dataError('data.format', source.path, 'it is gzip data', 'unpack it with gunzip first')
      await readPart(found, source, source.path, { name: file, size: source.atMost, offset: 0 })
      await source.end()
    } finally {
      source.close()
    }
  }
  return found
}

async function readArchive(path: string): Promise<Found> {
  const found: Found = { batches: new Map(), classes: null }
  const source = await openByteSource(path)
  const wanted = (name: string): string | null => {
    const short = name.replace(/^(\.\/)?(cifar-10-batches-bin\/)?/, '')
    return batchFiles.includes(short) || short === namesFile ? short : null
  }
  try {
    await readTar(source, wanted, (entry) => readPart(found, source, `${path} (${entry.name})`, entry))
    return found
  } finally {
    source.close()
  }
}

async function readPart(found: Found, source: ByteSource, place: string, entry: TarEntry): Promise<void> {
  const { name, size } = entry
  if (name === namesFile) {
    if (size > mostNames) throw dataError('data.format', place, `${size} bytes are too many for ten names`, copyAgain)
    found.classes = decodeNames(await source.take(size, name), place)
    return
  }
  if (size === 0) throw dataError('data.format', place, 'zero images', copyAgain)
  if (size % recordBytes !== 0) {
    const record = Math.floor(size / recordBytes)
    const what = `truncated in record ${record} (byte ${record * recordBytes}): ${size} bytes are no multiple of ${recordBytes}`
    throw dataError('data.format', place, what, copyAgain)
  }
  const before = [...found.batches.values()].reduce((sum, batch) => sum + batch.images.length, 0)
  if (before + size > mostBytes) throw dataError('data.format', place, 'the set takes more than 2 GiB', copyAgain)
  found.batches.set(name, decodeBatch(await source.take(size, name), place))
}

/** Records (label, channel, row, col) to images (image, row, col, channel). */
function decodeBatch(records: Uint8Array, place: string): DecodedSplit {
  const count = records.length / recordBytes
  const images = new Uint8Array(count * 3 * plane)
  const labels = new Uint8Array(count)
  for (let record = 0; record < count; record++) {
    const start = record * recordBytes
    const label = records[start] ?? 0
    if (label >= names.length) {
      const what = `label out of range: record ${record} (byte ${start}) has label ${label}, not 0 to 9`
      throw dataError('data.format', place, what, copyAgain)
    }
    labels[record] = label
    let target = record * 3 * plane
    for (let pixel = start + 1; pixel <= start + plane; pixel++) {
      images[target++] = records[pixel] ?? 0
      images[target++] = records[pixel + plane] ?? 0
      images[target++] = records[pixel + 2 * plane] ?? 0
    }
  }
  return { images, labels, count }
}

/** One name a line, ten of them; the published file ends with an empty line. */
function decodeNames(bytes: Uint8Array, place: string): string[] {
  const fail = (what: string, cause?: unknown): Error =>
    dataError('data.format', place, what, 'remove the file to use the published names', cause)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (thrown) {
    throw fail('class names that are not UTF-8', thrown)
  }
  const lines = text.split('\n').map((line) => line.trim())
  const classes = lines.filter((line) => line !== '')
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  const odd = lines.findIndex((line) => line.length > 64 || /[\u0000-\u001f\u007f]/.test(line))
  if (odd >= 0) throw fail(`line ${odd + 1} is no class name`)
  if (classes.length !== names.length) throw fail(`${classes.length} class names, not ${names.length}`)
  if (new Set(classes).size !== classes.length) throw fail('a class name comes twice')
  return classes
}

function joinBatches(batches: readonly DecodedSplit[]): DecodedSplit {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0)
  const images = new Uint8Array(count * 3 * plane)
  const labels = new Uint8Array(count)
  let filled = 0
  for (const batch of batches) {
    images.set(batch.images, filled * 3 * plane)
    labels.set(batch.labels, filled)
    filled += batch.count
  }
  return { images, labels, count }
}
