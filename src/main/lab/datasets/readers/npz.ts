import { copyAgain, dataError, largestSide, mostBytes, mostImages } from './failures.ts'
import { decodeIntegers, type IntegerType } from './integers.ts'
import { checkLabels } from './labels.ts'
import type { Reading, ReadSet, Split } from './reading.ts'
import { listZip, openZipEntry, type ZipEntry } from './zip.ts'

const chunkBytes = 1 << 20
const longestHeader = 10_000
const mostChannels = 16
const arrays = ['x_train', 'y_train', 'x_test', 'y_test'] as const
type ArrayName = (typeof arrays)[number]
const remedy = 'write it with np.savez(path, x_train=…, y_train=…, x_test=…, y_test=…)'

/**
 * Reads a file of numpy.savez or numpy.savez_compressed with x_train, y_train, x_test and y_test, as Keras' sets have
 * them: images (image, row, col) or (image, row, col, channel) uint8, labels (image) or (image, 1) whole numbers.
 * Classes are named '0' … 'n'. Format: NEP 1, versions 1 to 3.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function readNpz(path: string, reading: Reading): Promise<ReadSet> {
  const entries = await listZip(path)
  const found = new Map(arrays.map((name) => [name, entries.find((entry) => entry.name === `${name}.npy`)] as const))
  const missing = arrays.filter((name) => !found.get(name))
  if (missing.length > 0) {
    const there = entries.map(({ name }) => name).slice(0, 8)
    throw dataError('data.missing', path, `no array ${missing.join(', ')} among ${there.join(', ') || 'none'}`, remedy)
  }
  reading.expect([...found.values()].reduce((sum, entry) => sum + (entry?.compressedSize ?? 0), 0))
  const open = (name: ArrayName): Promise<NumpyArray> => openArray(path, found.get(name), reading)
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

/** An array whose header has been read; its content follows. */
interface NumpyArray {
  place: string
  type: IntegerType
  shape: number[]
  take(length: number): Promise<Uint8Array>
  finish(): Promise<void>
  close(): void
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

async function openArray(path: string, entry: ZipEntry | undefined, reading: Reading): Promise<NumpyArray> {
  if (!entry) throw dataError('data.missing', path, 'an array is missing', remedy)
  const place = `${path} (${entry.name})`
  const { source, take, finish } = openZipEntry(path, entry, (chunk) => reading.advance(chunk.length))
  try {
    const magic = Buffer.from(await take(8, 'the header'))
    const version = magic[6] ?? 0
    if (magic.toString('latin1', 0, 6) !== '\u0093NUMPY' || version < 1 || version > 3) {
      throw dataError('data.format', place, 'no array of numpy (byte 0)', remedy)
    }
    const lengthField = Buffer.from(await take(version === 1 ? 2 : 4, 'the header'))
    const length = version === 1 ? lengthField.readUInt16LE(0) : lengthField.readUInt32LE(0)
    if (length > longestHeader) throw dataError('data.format', place, `a header of ${length} bytes`, copyAgain)
    const header = Buffer.from(await take(length, 'the header')).toString('latin1')
    const { type, shape } = decodeHeader(header, place)
    const content = shape.reduce((product, size) => product * size, type.size)
    if (source.offset + content !== entry.size) {
      const sizes = `its shape ${shape.join('×')} needs ${content} bytes, ${entry.size - source.offset} are there`
      throw dataError('data.format', place, `truncated, or sizes that lie: ${sizes}`, copyAgain)
    }
    return { place, type, shape, take: (bytes) => take(bytes, entry.name), finish, close: () => source.close() }
  } catch (thrown) {
    source.close()
    throw thrown
  }
}

const typePattern = /'descr':\s*'([<>|=]?)([a-zA-Z])(\d+)'/
const orderPattern = /'fortran_order':\s*(True|False)/
const shapePattern = /'shape':\s*\(((?:\s*\d{1,10}\s*,?)*)\)/

/** The header is a Python dict of three known keys; each is looked for, nothing is evaluated. */
function decodeHeader(header: string, place: string): { type: IntegerType; shape: number[] } {
  const [, order = '', kind = '', digits = ''] = typePattern.exec(header) ?? []
  const [, fortran] = orderPattern.exec(header) ?? []
  const [, sizes] = shapePattern.exec(header) ?? []
  if (fortran === undefined || sizes === undefined || !/^\{.*\}\s*$/s.test(header)) {
    throw dataError('data.format', place, 'a header that is not numpy’s', copyAgain)
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  const size = Number(digits)
  if ((kind !== 'u' && kind !== 'i') || ![1, 2, 4, 8].includes(size)) {
    const found = kind === '' ? 'objects or records' : `${kind}${digits}`
    throw dataError(
      'data.format',
      place,
      `numbers of type ${found}, not whole ones`,
      'save uint8 images and integer labels',
    )
  }
  if (fortran === 'True' && shape.filter((axis) => axis > 1).length > 1) {
    throw dataError('data.format', place, 'an array in Fortran’s order', 'save np.ascontiguousarray(x)')
  }
  return { type: { signed: kind === 'i', size, littleEndian: order !== '>' }, shape }
}
