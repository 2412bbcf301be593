// Makes resources/samples from Debian's packages dataset-fashion-mnist and python3-sklearn. The same input gives the
// same bytes. An argument names another folder to write into.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { licences } from './samples/licences.mjs'

const fashionFolder = '/usr/share/datasets/fashion-mnist'
const digitsFile = '/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz'
const fashionClasses = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
].concat(['Ankle boot'])
const digitClasses = Array.from({ length: 10 }, (_, digit) => String(digit))

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
const total = (sizes) => sizes.reduce((product, size) => product * size, 1)

/** An IDX file of unsigned bytes: magic number, sizes, values. */
function encodeIdx(sizes, values) {
  const header = Buffer.alloc(4 + 4 * sizes.length)
  header.writeUInt32BE(0x0800 + sizes.length, 0)
  sizes.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis))
  if (values.length !== total(sizes)) throw new Error('sizes and values differ')
  return Buffer.concat([header, values])
}

/** gzip without time or operating system, so that every machine writes the same header. */
function compress(bytes) {
  const compressed = gzipSync(bytes, { level: 9 })
  compressed.fill(0, 4, 8)
  compressed[9] = 255
  return compressed
}

/** A split's images, each one Buffer, and their labels. */
function readFashion(split) {
  const images = gunzipSync(readFileSync(join(fashionFolder, `${split}-images-idx3-ubyte.gz`))).subarray(16)
  const labels = gunzipSync(readFileSync(join(fashionFolder, `${split}-labels-idx1-ubyte.gz`))).subarray(8)
  return Array.from(labels, (label, image) => ({ label, pixels: images.subarray(image * 784, (image + 1) * 784) }))
}

/** Lines of 64 values 0 … 16 and a label. */
function readDigits() {
  const lines = gunzipSync(readFileSync(digitsFile)).toString('utf8').trim().split('\n')
  return lines.map((line) => {
    const values = line.split(',').map(Number)
    const pixels = Buffer.from(values.slice(0, 64).map((value) => Math.round((value * 255) / 16)))
    return { label: values[64], pixels }
  })
}

/** The first `perClass` images of each class, in their order, and the rest. */
function divide(images, perClass) {
  const taken = Array.from({ length: 10 }, () => 0)
  const first = []
  const rest = []
  for (const image of images) (taken[image.label]++ < perClass ? first : rest).push(image)
  return { first, rest }
}

function writeSet(folder, { classes, size, train, test, texts }) {
  mkdirSync(folder, { recursive: true })
  const files = {}
  const arrays = {}
  for (const [split, prefix, images] of [
    ['train', 'train', train],
    ['test', 't10k', test],
  ]) {
    const pixels = Buffer.concat(images.map((image) => image.pixels))
    const labels = Buffer.from(images.map((image) => image.label))
    arrays[`${split}-images.bin`] = pixels
    arrays[`${split}-labels.bin`] = labels
    for (const [name, decoded] of [
      [`${prefix}-images-idx3-ubyte.gz`, encodeIdx([images.length, size, size], pixels)],
      [`${prefix}-labels-idx1-ubyte.gz`, encodeIdx([images.length], labels)],
    ]) {
      const bytes = compress(decoded)
      writeFileSync(join(folder, name), bytes)
      files[name] = { sha256: sha256(bytes), decoded: sha256(decoded) }
    }
  }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text)
  // The content hash of docs/datasets.md: of the dataset.json that the content store would write.
  const description = {
    version: 1,
    height: size,
    width: size,
    channels: 1,
    classes,
    train: train.length,
    test: test.length,
    sha256: Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [name, sha256(bytes)])),
  }
  return { content: sha256(`${JSON.stringify(description, null, 2)}\n`), description, files }
}

function makeSamples(folder) {
  for (const [path, name] of [
    [fashionFolder, 'dataset-fashion-mnist'],
    [digitsFile, 'python3-sklearn'],
  ]) {
    if (!existsSync(path)) throw new Error(`${path} is missing; install Debian's ${name}`)
  }
  const digits = divide(readDigits(), 150)
  const checksums = {
    fashion: writeSet(join(folder, 'fashion'), {
      classes: fashionClasses,
      size: 28,
      train: divide(readFashion('train'), 400).first,
      test: divide(readFashion('t10k'), 100).first,
      texts: licences.fashion,
    }),
    digits: writeSet(join(folder, 'digits'), {
      classes: digitClasses,
      size: 8,
      train: digits.first,
      test: digits.rest,
      texts: licences.digits,
    }),
  }
  writeFileSync(join(folder, 'checksums.json'), `${JSON.stringify(checksums, null, 2)}\n`)
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  makeSamples(argv[2] ?? fileURLToPath(new URL('../resources/samples', import.meta.url)))
}
