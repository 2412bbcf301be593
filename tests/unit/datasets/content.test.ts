import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  contentHash,
  readContent,
  removeContent,
  sweepContent,
  verifyContent,
  type DecodedDataset,
} from '../../../src/main/lab/datasets/index.ts'
import { createDataset, expectFailure, openFolder } from './files.ts'
import { writeContent } from './stored.ts'

const dataset = createDataset({ classes: ['T-shirt/top', 'Größe', 'c'] })

test('what is written is read back', async () => {
  const home = openFolder()
  const { sha256, bytes } = await writeContent(home, dataset)
  const folder = join(home, 'datasets', sha256)
  const files = readdirSync(folder).toSorted()
  expect(files).toEqual(['dataset.json', 'test-images.bin', 'test-labels.bin', 'train-images.bin', 'train-labels.bin'])
  expect(await readContent(home, sha256)).toEqual(dataset)
  expect(await verifyContent(home, sha256)).toBeNull()
  expect(contentHash(dataset)).toBe(sha256)
  expect(bytes).toBe(files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0))
  for (const file of files) expect(statSync(join(folder, file)).mode & 0o222).toBe(0)
  expect(readdirSync(join(home, 'datasets'))).toEqual([sha256])
})

test('any dataset survives', async () => {
  const home = openFolder()
  const shape = fc.record({
    height: fc.integer({ min: 1, max: 4 }),
    width: fc.integer({ min: 1, max: 4 }),
    channels: fc.integer({ min: 1, max: 3 }),
    classes: fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 4 }),
    train: fc.integer({ min: 1, max: 6 }),
    test: fc.integer({ min: 1, max: 6 }),
  })
  await fc.assert(
    fc.asyncProperty(shape, async (options) => {
      const decoded = createDataset(options)
      const { sha256 } = await writeContent(home, decoded)
      expect(await readContent(home, sha256)).toEqual(decoded)
    }),
    { numRuns: 30, seed: 1 },
  )
})

test('the hash is that of dataset.json, which holds the hash of every other file', async () => {
  const home = openFolder()
  const { sha256 } = await writeContent(home, dataset)
  const read = (file: string) => readFileSync(join(home, 'datasets', sha256, file))
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  expect(hash(read('dataset.json'))).toBe(sha256)
  expect(JSON.parse(read('dataset.json').toString())).toEqual({
    version: 1,
    height: 5,
    width: 4,
    channels: 1,
    classes: dataset.classes,
    train: 25,
    test: 11,
    sha256: Object.fromEntries(
      ['train-images.bin', 'train-labels.bin', 'test-images.bin', 'test-labels.bin'].map((file) => [
        file,
        hash(read(file)),
      ]),
    ),
  })
})

test('everything counts in the hash', () => {
  const changed = (change: (copy: DecodedDataset) => void): string => {
    const copy = structuredClone(dataset)
    change(copy)
    return contentHash(copy)
  }
  const hashes = [
    changed(() => {}),
    changed((copy) => copy.train.images.set([255], 7)),
    changed((copy) => copy.train.labels.set([2], 0)),
    changed((copy) => copy.test.images.set([255], 7)),
    changed((copy) => copy.test.labels.set([2], 1)),
    changed((copy) => Object.assign(copy, { classes: copy.classes.toReversed() })),
    changed((copy) => Object.assign(copy, { height: 4, width: 5 })),
  ]
  expect(new Set(hashes).size).toBe(hashes.length)
  expect(hashes[0]).toBe(contentHash(dataset))
})

describe('damage', () => {
  const files = ['train-images.bin', 'train-labels.bin', 'test-images.bin', 'test-labels.bin', 'dataset.json']

  test.each(files)('of %s is found, and mended by writing again', async (file) => {
    const home = openFolder()
    const { sha256 } = await writeContent(home, dataset)
    const path = join(home, 'datasets', sha256, file)
    const bytes = readFileSync(path)
    bytes[3] = (bytes[3] ?? 0) ^ 1
    chmodSync(path, 0o644)
    writeFileSync(path, bytes)
    await expectFailure(readContent(home, sha256), 'data.damaged', file, 'add it again')
    truncateSync(path, 3)
    await expectFailure(readContent(home, sha256), 'data.damaged', file)
    expect(await verifyContent(home, sha256)).toContain(file)
    expect(await writeContent(home, dataset)).toMatchObject({ sha256 })
    expect(await verifyContent(home, sha256)).toBeNull()
    expect(readdirSync(join(home, 'datasets'))).toEqual([sha256])
  })

  test('a folder that is gone, and names that are no hash', async () => {
    const home = openFolder()
    await expectFailure(readContent(home, 'a'.repeat(64)), 'data.damaged', 'the file is gone')
    await expect(readContent(home, '../../etc')).rejects.toMatchObject({ code: 'data.damaged' })
    await expect(removeContent(home, '..')).rejects.toMatchObject({ code: 'data.damaged' })
  })
})

describe('removal', () => {
  test('takes the folder and nothing else', async () => {
    const home = openFolder()
    const { sha256 } = await writeContent(home, dataset)
    const other = await writeContent(home, createDataset({ train: 9 }))
    await removeContent(home, sha256)
    expect(readdirSync(join(home, 'datasets'))).toEqual([other.sha256])
    await removeContent(home, sha256)
  })

  test('what an interrupted write left goes at the next start', async () => {
    const home = openFolder()
    await sweepContent(home)
    const { sha256 } = await writeContent(home, dataset)
    const left = join(home, 'datasets', '.staging-x')
    mkdirSync(left)
    writeFileSync(join(left, 'train-images.bin'), 'half')
    await sweepContent(home)
    expect(readdirSync(join(home, 'datasets'))).toEqual([sha256])
  })
})

describe('a home that cannot be written', () => {
  test('a file in the place of the folder', async () => {
    const home = openFolder()
    writeFileSync(join(home, 'datasets'), 'in the way')
    await expectFailure(writeContent(home, dataset), 'home.unwritable', join(home, 'datasets'), '--home')
  })

  // A limit on the size of files makes writing fail in the middle, as a full disk does.
  test.skipIf(process.platform === 'win32')('a write that fails in the middle leaves nothing behind', () => {
    const home = openFolder()
    const files = pathToFileURL(join(import.meta.dirname, 'stored.ts')).href
    const script = `const { writeContent } = await import(${JSON.stringify(files)})
      process.on('SIGXFSZ', () => {})
      const split = (count) => ({ images: new Uint8Array(count * 1024), labels: new Uint8Array(count), count })
      const decoded = { height: 32, width: 32, channels: 1, classes: ['a', 'b'], train: split(4000), test: split(10) }
      await writeContent(process.argv[1], decoded).catch(({ code, message }) => console.log(code, message))`
    const node = `ulimit -f 1000; exec "$0" --input-type=module -e "$1" "$2"`
    const { stdout } = spawnSync('sh', ['-c', node, process.execPath, script, home], { encoding: 'utf8' })
    expect(stdout).toMatch(/^home\.unwritable .*datasets: cannot be written \(EFBIG.*--home\n$/)
    expect(readdirSync(join(home, 'datasets'))).toEqual([])
  })
})
