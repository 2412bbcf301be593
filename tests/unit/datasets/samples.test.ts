import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { packageRoot, resourceFile } from '../../../src/main/lab/locations.ts'
import {
  contentHash,
  countPerClass,
  describeSample,
  readSample,
  sampleNames,
} from '../../../src/main/lab/datasets/index.ts'
import { decodeDataset } from '../../../src/main/lab/datasets/decoded.ts'
import { readIdx } from '../../../src/main/lab/datasets/readers/idx.ts'
import { digitNames, openFolder } from './files.ts'

const sources = [
  '/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz',
  '/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz',
]
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe.each(sampleNames)('%s', (name) => {
  interface Entry {
    content: string
    files: Record<string, { sha256: string; decoded: string }>
  }
  const checksums = JSON.parse(readFileSync(resourceFile('samples', 'checksums.json'), 'utf8')) as Record<string, Entry>
  const entry = checksums[name]

  test('every file has its checksum, and its licence beside it', () => {
    const files = Object.entries(entry?.files ?? {})
    expect(files).toHaveLength(4)
    for (const [file, { sha256, decoded }] of files) {
      const bytes = readFileSync(resourceFile('samples', name, file))
      expect(hash(bytes)).toBe(sha256)
      expect(hash(gunzipSync(bytes))).toBe(decoded)
    }
    expect(readdirSync(resourceFile('samples', name)).toSorted()).toEqual(
      ['LICENSE', 'README.md', ...files.map(([file]) => file)].toSorted(),
    )
  })

  test('its content hash, made by the script without the lab, is the lab’s', async () => {
    const decoded = await readSample(name)
    expect(contentHash(decoded)).toBe(entry?.content)
    const { content, ...description } = await describeSample(name)
    expect(content).toBe(entry?.content)
    expect(description).toMatchObject({ height: decoded.height, classes: decoded.classes, train: decoded.train.count })
  })

  test('it is a dataset like any other', async () => {
    const { classes: _, ...images } = await readSample(name)
    expect(await decodeDataset(readIdx, resourceFile('samples', name))).toMatchObject(images)
  })
})

test('fashion: 400 and 100 images of each class', async () => {
  const { height, width, channels, classes, train, test: tested } = await readSample('fashion')
  expect([height, width, channels, train.count, tested.count]).toEqual([28, 28, 1, 4000, 1000])
  expect(classes[9]).toBe('Ankle boot')
  expect(train.labels[0]).toBe(9) // the set's first image
  expect(countPerClass(train.labels, 10)).toEqual(Array.from({ length: 10 }, () => 400))
  expect(countPerClass(tested.labels, 10)).toEqual(Array.from({ length: 10 }, () => 100))
})

test('digits: 150 of each, and the rest of the 1,797', async () => {
  const { height, width, channels, classes, train, test: tested } = await readSample('digits')
  expect([height, width, channels, train.count, tested.count]).toEqual([8, 8, 1, 1500, 297])
  expect(classes).toEqual(digitNames)
  expect(countPerClass(train.labels, 10)).toEqual(Array.from({ length: 10 }, () => 150))
  expect(countPerClass(tested.labels, 10)).toEqual([28, 32, 27, 33, 31, 32, 31, 29, 24, 30])
  const firstRow = [0, 0, 5, 13, 9, 1, 0, 0].map((value) => Math.round((value * 255) / 16))
  expect([...train.images.subarray(0, 8)]).toEqual(firstRow)
})

const missing = sources.filter((file) => !existsSync(file))
if (missing.length > 0)
  process.stderr.write(`skipped: making the sample data again, for want of ${missing.join(', ')}\n`)
test.skipIf(missing.length > 0)('making them again gives the same bytes', () => {
  const folder = openFolder()
  const { status, stderr } = spawnSync(process.execPath, [join(packageRoot, 'scripts', 'samples.mjs'), folder])
  expect(stderr.toString()).toBe('')
  expect(status).toBe(0)
  const list = (root: string) => readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted()
  expect(list(folder)).toEqual(list(resourceFile('samples')))
  for (const file of list(folder).filter((name) => /\.|LICENSE/.test(name))) {
    expect(hash(readFileSync(join(folder, file))), file).toBe(hash(readFileSync(resourceFile('samples', file))))
  }
})
