import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectFile, openByteSource } from './byte-source.ts'
import { copyAgain, dataError, fileFailure, largestSide, mostImages } from './failures.ts'
import { isMat, readMat, takeNumbers, type MatVariable } from './mat.ts'
import { joinParts, type WrittenPart } from './parts.ts'
import type { Reading, ReadSet, Split } from './reading.ts'

const uint8 = 2
const chunkBytes = 1 << 20
const digits = Array.from({ length: 10 }, (_, digit) => String(digit))
type Part = 'train' | 'test' | 'extra'
const parts: Part[] = ['train', 'test', 'extra']

/**
 * Reads SVHN's cropped digits: a folder with train_32x32.mat and test_32x32.mat, and extra_32x32.mat when it is included.
 * Each holds X (row, col, channel, image) uint8, the first axis fastest, and y with the digits, 10 being 0.
 * Format: http://ufldl.stanford.edu/housenumbers, "Format 2".
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function readSvhn(folder: string, reading: Reading): Promise<ReadSet> {
  const files = await findParts(folder)
  if (files.has('extra')) reading.offer('extra')
  const wanted = parts.filter((part) => part !== 'extra' || reading.include.includes('extra'))
  const missing = wanted.filter((part) => !files.has(part)).map((part) => `${part}_32x32.mat`)
  if (missing.length > 0) {
    throw dataError('data.missing', folder, `${missing.join(', ')} not there`, 'download what is missing into it')
  }
  const chosen = wanted.flatMap((part) => {
    const path = files.get(part)
    return path === undefined ? [] : [{ part, path }]
  })
  const sizes = await Promise.all(chosen.map(({ path }) => inspectFile(path)))
  reading.expect(sizes.reduce((sum, { size }) => sum + size, 0))
  const written: Record<Split, WrittenPart[]> = { train: [], test: [] }
  let first: { path: string; height: number; width: number } | null = null
  for (const { part, path } of chosen) {
    const split: Split = part === 'test' ? 'test' : 'train'
    const { labels, height, width } = await readFile(path, reading, split)
    first ??= { path, height, width }
    if (height !== first.height || width !== first.width) {
      const what = `images of ${height}×${width}, but ${first.height}×${first.width} in ${first.path}`
      throw dataError('data.format', path, what, 'take all files from the same set')
    }
    const start = written[split].reduce((sum, { labels: before }) => sum + before.length, 0)
    written[split].push({ start, labels })
  }
  const { height, width } = first ?? { height: 0, width: 0 }
  const [train, test] = [joinParts(written.train), joinParts(written.test)]
  return { height, width, channels: 3, classes: digits, train, test }
}

/** Whether a folder holds a MAT file of version 5. */
export async function holdsSvhn(folder: string): Promise<boolean> {
  return (await findParts(folder)).size > 0
}

async function findParts(folder: string): Promise<Map<Part, string>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    throw fileFailure(thrown, folder)
  })
  const found = new Map<Part, string>()
  for (const name of entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()) {
    const named = parts.filter((part) => name.toLowerCase().includes(part))
    const [part] = named
    const path = join(folder, name)
    if (part === undefined || named.length > 1 || !(/\.mat$/i.test(name) || (await beginsAsMat(path)))) continue
    const other = found.get(part)
    if (other !== undefined) {
      throw dataError('data.format', path, `the ${part} images are also in ${other}`, 'keep one of them')
    }
    found.set(part, path)
  }
  return found
}

async function beginsAsMat(path: string): Promise<boolean> {
  const source = await openByteSource(path)
  try {
    return isMat(await source.takeSome(128))
  } finally {
    source.close()
  }
}

async function readFile(
  path: string,
  reading: Reading,
  split: Split,
): Promise<{ labels: Uint8Array; height: number; width: number }> {
  let labels: Uint8Array | null = null
  let size: { count: number; height: number; width: number } | null = null
  const source = await reading.open(path)
  try {
    if (source.zipped) throw dataError('data.format', path, 'it is gzip data', 'unpack it with gunzip first')
    await readMat(source, async (variable) => {
      const { name, place } = variable
      if (name !== 'X' && name !== 'y') return false
      if ((name === 'X' ? size : labels) !== null) throw dataError('data.format', place, 'it comes twice', copyAgain)
      if (name === 'X') size = await readImages(variable, (images, count) => reading.write(split, images, count))
      else labels = decodeDigits(await takeLabels(variable), place)
      return true
    })
  } finally {
    source.close()
  }
  // Set in a callback, which the compiler does not follow.
  const [found, digitsFound] = [size, labels] as [
    { count: number; height: number; width: number } | null,
    Uint8Array | null,
  ]
  if (!found || !digitsFound) {
    throw dataError('data.format', path, `no variable ${found ? 'y' : 'X'} in it`, 'take the published file')
  }
  if (found.count !== digitsFound.length) {
    const counts = `${found.count} images in X, but ${digitsFound.length} labels in y`
    throw dataError('data.format', path, counts, copyAgain)
  }
  return { labels: digitsFound, height: found.height, width: found.width }
}

/** (image, channel, col, row) as they lie there to (image, row, col, channel). */
async function readImages(
  { shape, type, data, place }: MatVariable,
  write: (images: Uint8Array, count: number) => void,
): Promise<{ count: number; height: number; width: number }> {
  const [height = 0, width = 0, channels = 0, count = 1, ...more] = shape
  const claim = shape.join('×')
  if (type !== uint8 || channels !== 3 || more.length > 0 || count > mostImages) {
    throw dataError('data.format', place, `${claim}, not rows×cols×3×n of uint8`, 'take the published file')
  }
  if (height === 0 || width === 0 || height > largestSide || width > largestSide || count === 0) {
    throw dataError('data.format', place, `${claim}: no images, or sides above ${largestSide}`, copyAgain)
  }
  const plane = height * width
  const imageBytes = 3 * plane
  const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes))
  const images = new Uint8Array(Math.min(perChunk, count) * imageBytes)
  for (let first = 0; first < count; first += perChunk) {
    const here = Math.min(perChunk, count - first)
    const columns = await data.take(here * imageBytes, `image ${first} of ${place}`)
    let target = 0
    for (let image = 0; image < here; image++) {
      for (let row = 0; row < height; row++) {
        let source = image * imageBytes + row
        for (let column = 0; column < width; column++) {
          images[target++] = columns[source] ?? 0
          images[target++] = columns[source + plane] ?? 0
          images[target++] = columns[source + 2 * plane] ?? 0
          source += height
        }
      }
    }
    write(images.subarray(0, here * imageBytes), here)
  }
  return { count, height, width }
}

async function takeLabels(variable: MatVariable): Promise<number[]> {
  const { count, place, shape } = variable
  if (count > mostImages || Math.max(...shape) !== count) {
    throw dataError('data.format', place, `${shape.join('×')}, not n×1`, 'take the published file')
  }
  return takeNumbers(variable)
}

/** Digits 1 … 9, and 10 (or 0) for 0. */
function decodeDigits(numbers: readonly number[], place: string): Uint8Array {
  const odd = numbers.findIndex((label) => !Number.isInteger(label) || label < 0 || label > 10)
  if (odd >= 0) {
    const what = `label out of range: image ${odd} has label ${numbers[odd]}, not 1 to 10`
    throw dataError('data.format', place, what, copyAgain)
  }
  return Uint8Array.from(numbers, (label) => label % 10)
}
