import { dataError, largestSide, mostBytes, mostImages } from './failures.ts'
import { decodeIntegers } from './integers.ts'
import { checkLabels } from './labels.ts'
import type { Reading, ReadSet, Split } from './reading.ts'
import { openArray, type NumpyArray } from './npy.ts'
import { listZip } from './zip.ts'

const chunkBytes = 1 << 20
const mostChannels = 16
const arrays = ['x_train', 'y_train', 'x_test', 'y_test'] as const
type ArrayName = (typeof arrays)[number]
const remedy = 'write it with np.savez(path, x_train=…, y_train=…, x_test=…, y_test=…)'

/**
 * Reads a file of numpy.savez or numpy.savez_compressed with x_train, y_train, x_test and y_test, as Keras' sets have
 * them: images (image, row, col) or (image, row, col, channel) uint8, labels (image) or (image, 1) whole numbers.
 * Classes are named '0' … 'n'.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function readNpz(path: string, reading: Reading): Promise<ReadSet> {
  const entries = await listZip(path)
  const found = arrays.flatMap((name) => entries.filter((entry) => entry.name === `${name}.npy`))
  const missing = arrays.filter((name) => !found.some((entry) => entry.name === `${name}.npy`))
  if (missing.length > 0) {
    const there = entries.map(({ name }) => name).slice(0, 8)
    throw dataError('data.missing', path, `no array ${missing.join(', ')} among ${there.join(', ') || 'none'}`, remedy)
  }
  reading.expect(found.reduce((sum, { packed }) => sum + packed, 0))
  const open = (name: ArrayName): Promise<NumpyArray> => {
    const entry = found.find((known) => known.name === `${name}.npy`)
    if (!entry) throw new Error(`${name} was found and is gone`)
    return openArray(path, entry, reading.advance)
  }
  const train = await readSplit(open, 'train', path, reading)
  const test = await readSplit(open, 'test', path, reading)
  if (train.shape.join('×') !== test.shape.join('×')) {
    const shapes = `images of ${train.shape.join('×')} in x_train, but ${test.shape.join('×')} in x_test`
    throw dataError('data.format', path, shapes, 'take both from the same set')
  }
  const [height = 0, width = 0, channels = 0] = train.shape
  const classes = Array.from({ length: checkLabels(train, test) }, (_, label) => String(label))
  return {
    ...{ height, width, channels, classes },
    train: { labels: train.labels, order: null },
    test: { labels: test.labels, order: null },
  }
}

interface SplitArrays {
  labels: Uint8Array
  labelsSource: string
  /** Of one image: row, col, channel. */
  shape: number[]
}

async function readSplit(
  open: (name: ArrayName) => Promise<NumpyArray>,
  split: Split,
  path: string,
  reading: Reading,
): Promise<SplitArrays> {
  const labels = await use(await open(`y_${split}`), readLabels)
  const shape = await use(await open(`x_${split}`), (array) =>
    readImages(array, labels.length, (images, count) => reading.write(split, images, count)),
  )
  return { labels, shape, labelsSource: `${path} (y_${split}.npy)` }
}

async function use<Value>(array: NumpyArray, read: (array: NumpyArray) => Promise<Value>): Promise<Value> {
  try {
    const value = await read(array)
    await array.finish()
    return value
  } finally {
    array.close()
  }
}

async function readLabels({ place, shape, type, take }: NumpyArray): Promise<Uint8Array> {
  const [count = 0, one = 1, ...more] = shape
  if (one !== 1 || more.length > 0 || shape.length === 0) {
    throw dataError('data.format', place, `labels of the shape ${shape.join('×')}, not n or n×1`, remedy)
  }
  if (count === 0 || count > mostImages) throw dataError('data.format', place, `${count} labels`, remedy)
  const numbers = decodeIntegers(await take(count * type.size), type)
  const odd = numbers.findIndex((label) => label < 0 || label > 255)
  if (odd < 0) return Uint8Array.from(numbers)
  const what = `label out of range: image ${odd} has label ${numbers[odd]}, not 0 to 255`
  throw dataError('data.format', place, what, 'number the classes from 0')
}

async function readImages(
  { place, shape, type, take }: NumpyArray,
  labels: number,
  write: (images: Uint8Array, count: number) => void,
): Promise<number[]> {
  const [count = 0, height = 0, width = 0, channels = 1, ...more] = shape
  const claim = `images of the shape ${shape.join('×')}`
  if (type.size !== 1 || type.signed)
    throw dataError('data.format', place, 'images that are not uint8', 'save x.astype("uint8")')
  if (shape.length < 3 || more.length > 0) {
    throw dataError('data.format', place, `${claim}, not image×row×col or image×row×col×channel`, remedy)
  }
  if (channels > mostChannels) {
    const hint = height <= 4 ? 'channels come last: save np.moveaxis(x, 1, -1)' : remedy
    throw dataError('data.format', place, `${claim}: ${channels} channels`, hint)
  }
  if (Math.min(height, width, channels) === 0 || height > largestSide || width > largestSide) {
    throw dataError('data.format', place, `${claim}; sides must be 1 … ${largestSide}`, remedy)
  }
  if (count !== labels) {
    throw dataError('data.format', place, `${count} images, but ${labels} labels`, 'save as many labels as images')
  }
  const imageBytes = height * width * channels
  if (count * imageBytes > mostBytes)
    throw dataError('data.format', place, `${claim}: more than 2 GiB`, 'split the set')
  const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes))
  for (let first = 0; first < count; first += perChunk) {
    const here = Math.min(perChunk, count - first)
    write(await take(here * imageBytes), here)
  }
  return [height, width, channels]
}
