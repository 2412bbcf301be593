import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectFile, openByteSource, type ByteSource } from './byte-source.ts'
import { copyAgain, dataError, fileFailure, largestSide, mostBytes, mostImages } from './failures.ts'
import { checkLabels } from './labels.ts'
import type { Reading, ReadSet, Split } from './reading.ts'

/** Magic numbers of unsigned bytes in three axes (image, row, col) and in one (image). */
const imagesMagic = 0x00000803
const labelsMagic = 0x00000801
const chunkBytes = 1 << 20
/** Bytes before the first label. */
const labelsHeader = 8
const namedIdx = /idx|ubyte/i

type Part = 'train images' | 'train labels' | 'test images' | 'test labels'
const parts: Part[] = ['train images', 'train labels', 'test images', 'test labels']

/**
 * Reads a folder with the four IDX files of the MNIST family, each plain or gzip. A file belongs to the training set when
 * its name has `train` in it, to the test set with `test` or `t10k`; images and labels are told apart by their magic
 * numbers. Classes are named '0' … 'n'.
 * Format: http://yann.lecun.com/exdb/mnist, "FILE FORMATS FOR THE MNIST DATABASE".
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function readIdx(folder: string, reading: Reading): Promise<ReadSet> {
  const files = await findParts(folder)
  const paths = parts.map((part) => fileOf(files, part, folder))
  const sizes = await Promise.all(paths.map(inspectFile))
  reading.expect(sizes.reduce((sum, { size }) => sum + size, 0))
  const train = await readSplit(reading, 'train', files, folder)
  const test = await readSplit(reading, 'test', files, folder)
  if (test.height !== train.height || test.width !== train.width) {
    const what = `its images are ${test.height}×${test.width}, those of ${train.source} ${train.height}×${train.width}`
    throw dataError('data.format', test.source, what, 'take both files from the same set')
  }
  return {
    height: train.height,
    width: train.width,
    channels: 1,
    classes: Array.from({ length: checkLabels(train, test) }, (_, label) => String(label)),
    train: { labels: train.labels, order: null },
    test: { labels: test.labels, order: null },
  }
}

/** Whether a folder holds a file that is IDX by its magic number, or claims to be by its name. */
export async function holdsIdx(folder: string): Promise<boolean> {
  for (const name of await candidates(folder)) {
    if (namedIdx.test(name) || isIdxMagic(await peekMagic(join(folder, name)))) return true
  }
  return false
}

function isIdxMagic(magic: number | null): boolean {
  return magic === imagesMagic || magic === labelsMagic
}

async function candidates(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    throw fileFailure(thrown, folder)
  })
  const named = entries.filter((entry) => !entry.isDirectory() && splitOf(entry.name) !== null)
  return named.map((entry) => entry.name).toSorted()
}

/** The split that a file's name speaks of; null when it names none or both. */
function splitOf(name: string): 'train' | 'test' | null {
  const train = /train/i.test(name)
  const test = /test|t10k/i.test(name)
  if (train === test) return null
  return train ? 'train' : 'test'
}

/** The first four bytes as a big-endian number; null when the file is shorter. */
async function peekMagic(path: string): Promise<number | null> {
  const source = await openByteSource(path)
  try {
    const bytes = await source.takeSome(4)
    return bytes.length === 4 ? unsigned(bytes, 0) : null
  } finally {
    source.close()
  }
}

async function findParts(folder: string): Promise<Map<Part, string>> {
  const found = new Map<Part, string>()
  for (const name of await candidates(folder)) {
    const path = join(folder, name)
    const kind = await kindOf(path, name)
    const split = splitOf(name)
    if (!kind || !split) continue
    const part: Part = `${split} ${kind}`
    const other = found.get(part)
    if (other !== undefined) {
      const remedy = 'keep one of them, or put one set into a folder of its own'
      throw dataError('data.format', path, `${part} are also in ${other}`, remedy)
    }
    found.set(part, path)
  }
  return found
}

/** By magic number; a file that is named like IDX but has another magic number is an error, any other is passed over. */
async function kindOf(path: string, name: string): Promise<'images' | 'labels' | null> {
  const magic = await peekMagic(path)
  if (magic === imagesMagic) return 'images'
  if (magic === labelsMagic) return 'labels'
  if (!namedIdx.test(name)) return null
  if (magic === null) throw dataError('data.format', path, 'truncated before the end of its magic number', copyAgain)
  const hexadecimal = `0x${magic.toString(16).padStart(8, '0')}`
  const wanted = '0x00000803 (images) or 0x00000801 (labels)'
  throw dataError('data.format', path, `magic number ${hexadecimal} at byte 0, not ${wanted}`, copyAgain)
}

function fileOf(files: Map<Part, string>, part: Part, folder: string): string {
  const path = files.get(part)
  if (path !== undefined) return path
  const missing = parts.filter((other) => !files.has(other)).join(', ')
  const remedy = 'put the four IDX files into it, named like train-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz'
  throw dataError('data.missing', folder, `no IDX file with ${missing}`, remedy)
}

interface SplitFiles {
  labels: Uint8Array
  height: number
  width: number
  /** Files of the images and of the labels, for messages. */
  source: string
  labelsSource: string
  labelsStart: number
}

async function readSplit(
  reading: Reading,
  split: Split,
  files: Map<Part, string>,
  folder: string,
): Promise<SplitFiles> {
  const imagesPath = fileOf(files, `${split} images`, folder)
  const labelsPath = fileOf(files, `${split} labels`, folder)
  const labels = await withSource(reading, labelsPath, readLabels)
  const size = await withSource(reading, imagesPath, (source) =>
    readImages(source, labels.length, labelsPath, (images, count) => reading.write(split, images, count)),
  )
  return { ...size, labels, source: imagesPath, labelsSource: labelsPath, labelsStart: labelsHeader }
}

async function withSource<Value>(
  reading: Reading,
  path: string,
  read: (source: ByteSource) => Promise<Value>,
): Promise<Value> {
  const source = await reading.open(path)
  try {
    return await read(source)
  } finally {
    source.close()
  }
}

async function readLabels(source: ByteSource): Promise<Uint8Array> {
  const header = await source.take(labelsHeader, 'the header')
  const count = unsigned(header, 4)
  if (count === 0) throw dataError('data.format', source.path, 'zero labels (byte 4)', copyAgain)
  if (count > mostImages) throw tooMany(source.path, `${count} labels`)
  const labels = await source.take(count, `the header's ${count} labels`)
  await source.end()
  return labels
}

/** @param labels how many there must be */
async function readImages(
  source: ByteSource,
  labels: number,
  labelsPath: string,
  write: (images: Uint8Array, count: number) => void,
): Promise<{ height: number; width: number }> {
  const header = await source.take(16, 'the header')
  const [count, height, width] = [unsigned(header, 4), unsigned(header, 8), unsigned(header, 12)]
  const claim = `${count} images of ${height}×${width}`
  if (count === 0) throw dataError('data.format', source.path, 'zero images (byte 4)', copyAgain)
  if (height === 0 || width === 0 || height > largestSide || width > largestSide) {
    const what = `the header claims ${claim} (bytes 8 to 15); sides must be 1 … ${largestSide}`
    throw dataError('data.format', source.path, what, copyAgain)
  }
  const imageBytes = height * width
  const bytes = count * imageBytes
  if (bytes > mostBytes) throw tooMany(source.path, claim)
  if (bytes > source.atMost) await source.take(bytes, `the header's ${claim}`)
  if (count !== labels) {
    const counts = `${count} images, but ${labels} labels in ${labelsPath}`
    throw dataError('data.format', source.path, counts, 'take both files from the same set')
  }
  const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes))
  for (let image = 0; image < count; image += perChunk) {
    const images = Math.min(perChunk, count - image)
    write(await source.take(images * imageBytes, `image ${image} of the header's ${claim}`), images)
  }
  await source.end()
  return { height, width }
}

function tooMany(path: string, claim: string): Error {
  const remedy = 'download the file again, or split the set if it is truly that large'
  const most = `more than 2 GiB or ${mostImages} images`
  return dataError('data.format', path, `the header (byte 4) claims ${claim}, ${most}`, remedy)
}

function unsigned(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset)
}
