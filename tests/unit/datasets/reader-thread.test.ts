import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decodeDataset } from '../../../src/main/lab/datasets/decoded.ts'
import {
  importDataset,
  inspectDataset,
  readContent,
  storeContent,
  type DecodedDataset,
} from '../../../src/main/lab/datasets/index.ts'
import { readers, type DatasetFormat } from '../../../src/main/lab/datasets/readers/formats.ts'
import type { ReaderWatch } from '../../../src/main/lab/datasets/reader-thread.ts'
import {
  cifarShape,
  createDataset,
  encodeCifar10,
  encodeIdxSet,
  expectFailure,
  openFolder,
  writeFiles,
} from './files.ts'

const small = createDataset()
const colour = createDataset({ ...cifarShape, train: 5, test: 1 })

/** Through the thread into a home, and back from there. */
async function throughThread(
  path: string,
  format: DatasetFormat | 'auto' = 'auto',
  watch: ReaderWatch = {},
  home = openFolder(),
): Promise<DecodedDataset> {
  const { sha256 } = await storeContent(home, async (staging) => {
    return (await importDataset({ path, format, include: [], staging }, watch)).description
  })
  return readContent(home, sha256)
}

describe('in the worker thread', () => {
  test('finds the format and stores the same as the readers give', async () => {
    const idx = writeFiles(openFolder(), encodeIdxSet(small))
    expect(await throughThread(idx)).toEqual(small)
    expect(await throughThread(idx, 'idx')).toEqual(small)
    expect(await throughThread(writeFiles(openFolder(), encodeCifar10(colour)))).toEqual(colour)
  })

  test('errors arrive as they were thrown, and nothing is left', async () => {
    const home = openFolder()
    const idx = writeFiles(openFolder(), encodeIdxSet(small))
    await expectFailure(throughThread('/no/such/folder', 'auto', {}, home), 'data.missing', '/no/such/folder')
    await expectFailure(throughThread(idx, 'cifar10-binary', {}, home), 'data.missing', 'data_batch_1.bin')
    expect(readdirSync(join(home, 'datasets'))).toEqual([])
  })

  test('a part that sets of the format do not have is refused', async () => {
    const path = writeFiles(openFolder(), encodeCifar10(colour))
    const inspection = inspectDataset({ path, format: 'auto', include: ['extra'] })
    await expectFailure(inspection, 'usage', 'cifar10-binary have no part "extra"', 'leave --extra out')
  })

  test('can be interrupted, before and while, and nothing is left', async () => {
    const home = openFolder()
    const idx = writeFiles(openFolder(), encodeIdxSet(small))
    await expect(throughThread(idx, 'auto', { signal: AbortSignal.abort() }, home)).rejects.toMatchObject({
      code: 'interrupted',
    })
    const control = new AbortController()
    const reading = throughThread(idx, 'auto', { signal: control.signal }, home)
    setTimeout(() => control.abort(), 1)
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' })
    expect(readdirSync(join(home, 'datasets'))).toEqual([])
  })

  test('an inspection tells what is there and writes nothing', async () => {
    const folder = writeFiles(openFolder(), encodeCifar10(colour))
    const preview = await inspectDataset({ path: folder, format: 'auto', include: [] })
    expect(preview).toMatchObject({
      format: 'cifar10-binary',
      published: { dataset: 'CIFAR-10', verdict: 'differs' },
      ...{ height: 32, width: 32, channels: 3, train: 5, test: 1, classes: colour.classes },
      trainPerClass: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
      testPerClass: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    })
    expect(preview.thumbnails.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4])
    expect(preview.thumbnails[2]?.pixels).toEqual(colour.train.images.slice(2 * 3072, 3 * 3072))
  })

  test('progress reaches the end', async () => {
    const files = encodeCifar10(createDataset({ ...cifarShape, train: 400, test: 100 }))
    const bytes = Object.values(files).reduce((sum, file) => sum + file.length, 0)
    const folder = writeFiles(openFolder(), files)
    const seen: [number, number][] = []
    await throughThread(folder, 'auto', { onProgress: (done, total) => seen.push([done, total]) })
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.every(([done, total]) => done > 0 && done <= total && total === bytes)).toBe(true)
  })
})

describe('without permission', () => {
  const root = process.getuid?.() === 0
  // Root may read everything, so the readers then run as another user: this file's own process would lose its rights.
  test.skipIf(process.platform === 'win32')('says so', async () => {
    const folder = writeFiles(openFolder(), encodeIdxSet(small))
    const path = join(folder, 'train-images-idx3-ubyte')
    chmodSync(folder, 0o755)
    chmodSync(path, 0)
    if (!root) return expectFailure(decodeDataset(readers.idx, folder), 'data.unreadable', path)
    const lab = '../../../src/main/lab/datasets'
    const [reader, decoded] = [`${lab}/readers/idx.ts`, `${lab}/decoded.ts`].map((file) =>
      JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href),
    )
    const script = `const { readIdx } = await import(${reader})
      const { decodeDataset } = await import(${decoded})
      process.seteuid(65534)
      await decodeDataset(readIdx, process.argv[1]).catch(({ code, message }) => console.log(code, message))`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], { encoding: 'utf8' })
    expect(stdout.trim()).toBe(`data.unreadable ${path}: permission denied; check the permissions`)
    return undefined
  })
})
