import { PickleError, readPickle, Words } from '../../formats/pickle/index.ts'
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
import { copyAgain, dataError } from './failures.ts'
import { decodeIntegers } from './integers.ts'
import { NumberArray, numpyPickle, type NumpyPickleValue } from './numpy-pickle.ts'
import type { Reading, ReadSet } from './reading.ts'

/** A published batch has 31 MB; a pickle is held whole, and once more when its bytes were written as text. */
const mostPickle = 96 * 2 ** 20
const imagesAtOnce = 256
const pickleAgain = 'take the published file, or write it again with pickle.dump(…, protocol=2)'

export const pythonVersion: CifarVersion = {
  folder: 'cifar-10-batches-py',
  suffix: '',
  meta: 'batches.meta',
  readBatch,
  readNames,
}

/**
 * Reads CIFAR-10's Python version: its folder with data_batch_1 … data_batch_5, test_batch and perhaps batches.meta, or
 * the .tar.gz (or .tar) of it. The files are pickles of dicts: `data` (n, 3072) uint8, `labels` n whole numbers,
 * `label_names` ten names.
 * Format: https://www.cs.toronto.edu/~kriz/cifar.html, "Python / Matlab versions".
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export function readCifar10Python(path: string, reading: Reading): Promise<ReadSet> {
  return readCifar(path, reading, pythonVersion)
}

async function readDict(source: ByteSource, size: number, place: string): Promise<Map<string, NumpyPickleValue>> {
  if (size > mostPickle) {
    throw dataError('data.format', place, `${size} bytes are too many for a batch (at most ${mostPickle})`, copyAgain)
  }
  const bytes = await source.take(size, place)
  try {
    const value = readPickle(bytes, numpyPickle)
    if (value instanceof Map) return value
    throw new PickleError(0, 'no dict')
  } catch (thrown) {
    if (!(thrown instanceof PickleError)) throw thrown
    throw dataError('data.format', place, `not a pickle of a batch: ${thrown.message} (byte ${thrown.at})`, pickleAgain)
  }
}

async function readBatch(source: ByteSource, size: number, place: string, write: WriteImages): Promise<Uint8Array> {
  const dict = await readDict(source, size, place)
  const refuse = (what: string): Error => dataError('data.format', place, what, pickleAgain)
  const data = dict.get('data')
  if (!(data instanceof NumberArray) || data.type === null) throw refuse('no array `data` in it')
  const [count = 0, ...axes] = data.shape
  const pixels = axes.reduce((product, axis) => product * axis, 1)
  if (data.type.size !== 1 || data.type.signed || pixels !== cifarImageBytes) {
    throw refuse(`\`data\` has the shape ${data.shape.join('×')}, not n×${cifarImageBytes} of uint8`)
  }
  if (count === 0) throw refuse('zero images')
  const labels = decodeLabels(dict.get('labels'), count, refuse)
  const records = data.fortran ? transpose(data.bytes, count) : data.bytes
  const images = new Uint8Array(imagesAtOnce * cifarImageBytes)
  for (let first = 0; first < count; first += imagesAtOnce) {
    const here = Math.min(imagesAtOnce, count - first)
    for (let image = 0; image < here; image++) {
      interleave(records, (first + image) * cifarImageBytes, images, image * cifarImageBytes)
    }
    write(images.subarray(0, here * cifarImageBytes), here)
  }
  return labels
}

function decodeLabels(value: NumpyPickleValue | undefined, count: number, refuse: (what: string) => Error): Uint8Array {
  let labels: ArrayLike<NumpyPickleValue> = []
  if (Array.isArray(value)) labels = value
  if (value instanceof NumberArray && value.type !== null && value.shape.length === 1) {
    labels = decodeIntegers(value.bytes, value.type)
  }
  if (labels.length !== count) throw refuse(`${count} images, but ${labels.length} \`labels\``)
  return Uint8Array.from({ length: count }, (_, image) => {
    const label = labels[image]
    if (typeof label === 'number' && label >= 0 && label < cifarNames.length) return label
    throw refuse(
      `label out of range: image ${image} has label ${typeof label === 'number' ? label : 'of another kind'}, not 0 to 9`,
    )
  })
}

/** (pixel, image) to (image, pixel). */
function transpose(bytes: Uint8Array, count: number): Uint8Array {
  const records = new Uint8Array(bytes.length)
  for (let pixel = 0; pixel < cifarImageBytes; pixel++) {
    for (let image = 0; image < count; image++) {
      records[image * cifarImageBytes + pixel] = bytes[pixel * count + image] ?? 0
    }
  }
  return records
}

async function readNames(source: ByteSource, size: number, place: string): Promise<string[]> {
  const names = (await readDict(source, size, place)).get('label_names')
  if (!Array.isArray(names) || !names.every((name) => name instanceof Words)) {
    throw dataError('data.format', place, 'no list `label_names` in it', 'remove the file to use the published names')
  }
  const classes = names.map(String)
  checkNames(classes, place)
  return classes
}
