import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { LabError } from '../../../src/shared/errors.ts'
import { readDataset } from '../../../src/main/lab/datasets/index.ts'
import { detectFormat, readers } from '../../../src/main/lab/datasets/readers/formats.ts'
import {
  cifarShape,
  createDataset,
  encodeCifar10,
  encodeIdxSet,
  encodeTar,
  expectFailure,
  openFolder,
  writeFiles,
} from './files.ts'

const small = createDataset()
const colour = createDataset({ ...cifarShape, train: 5, test: 1 })

describe('in the worker thread', () => {
  test('finds the format and gives the same as the readers', async () => {
    const idx = writeFiles(openFolder(), encodeIdxSet(small))
    expect(await readDataset(idx)).toEqual(small)
    expect(await readDataset(idx, 'idx')).toEqual(small)
    expect(await readDataset(writeFiles(openFolder(), encodeCifar10(colour)))).toEqual(colour)
  })

  test('errors arrive as they were thrown', async () => {
    const idx = writeFiles(openFolder(), encodeIdxSet(small))
    await expectFailure(readDataset('/no/such/folder'), 'data.missing', '/no/such/folder')
    await expectFailure(readDataset(idx, 'cifar10-binary'), 'data.missing', 'data_batch_1.bin')
  })

  test('can be interrupted, before and while', async () => {
    const idx = writeFiles(openFolder(), encodeIdxSet(small))
    await expect(readDataset(idx, 'auto', AbortSignal.abort())).rejects.toMatchObject({ code: 'interrupted' })
    const control = new AbortController()
    const reading = readDataset(idx, 'auto', control.signal)
    control.abort()
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' })
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
    if (!root) return expectFailure(readDataset(folder), 'data.unreadable', path)
    const reader = pathToFileURL(join(import.meta.dirname, '../../../src/main/lab/datasets/readers/idx.ts')).href
    const script = `const { readIdx } = await import(${JSON.stringify(reader)})
      process.seteuid(65534)
      await readIdx(process.argv[1]).catch(({ code, message }) => console.log(code, message))`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], { encoding: 'utf8' })
    expect(stdout.trim()).toBe(`data.unreadable ${path}: permission denied; check the permissions`)
    return undefined
  })
})

describe('any bytes', () => {
  type Files = Record<string, Uint8Array>
  const change = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) }),
    fc.record({
      kind: fc.constant('header' as const),
      at: fc.nat({ max: 19 }),
      value: fc.integer({ min: 0, max: 255 }),
    }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.constant(0) }),
    fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), value: fc.integer({ min: 1, max: 2000 }) }),
  )
  type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

  function mutate(bytes: Uint8Array, changes: Change[]): Uint8Array {
    return changes.reduce((current: Uint8Array, { kind, at, value }) => {
      const place = current.length === 0 ? 0 : at % current.length
      if (kind === 'cut') return current.slice(0, place)
      if (kind === 'insert') {
        return Buffer.concat([current.subarray(0, place), Buffer.alloc(value, 7), current.subarray(place)])
      }
      const changed = Uint8Array.from(current)
      changed[place] = value
      return changed
    }, bytes)
  }

  async function endsWell(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown
      expect(thrown.code).toMatch(/^data\./)
      expect(thrown.message).not.toMatch(/\n/)
    }
  }

  const sets: { name: string; files: Files; format: keyof typeof readers; runs: number }[] = [
    { name: 'IDX', files: encodeIdxSet(small), format: 'idx', runs: 900 },
    {
      name: 'IDX in gzip',
      files: Object.fromEntries(Object.entries(encodeIdxSet(small)).map(([name, bytes]) => [name, gzipSync(bytes)])),
      format: 'idx',
      runs: 400,
    },
    { name: 'CIFAR-10', files: encodeCifar10(colour), format: 'cifar10-binary', runs: 400 },
  ]
  for (const { name, files, format, runs } of sets) {
    test(`${name}: ${runs} mutated sets are read or refused with a LabError`, async () => {
      const folder = openFolder()
      const names = Object.keys(files)
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.array(change, { minLength: 1, maxLength: 4 }), async (which, changes) => {
          const chosen = names[which % names.length] ?? ''
          writeFiles(folder, { ...files, [chosen]: mutate(files[chosen] ?? Buffer.alloc(0), changes) })
          await endsWell(() => readers[format](folder))
          await endsWell(() => detectFormat(folder))
        }),
        { numRuns: runs, seed: 20261124 },
      )
    })
  }

  test('CIFAR-10 in tar: 300 mutated archives, before and after gzip', async () => {
    const parts = Object.entries(encodeCifar10(colour)).map(([name, content]) => ({ name, content }))
    const tar = encodeTar(parts)
    const zipped = gzipSync(tar)
    const path = join(openFolder(), 'set.tar.gz')
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(change, { minLength: 1, maxLength: 4 }), async (inside, changes) => {
        writeFileSync(path, inside ? gzipSync(mutate(tar, changes), { level: 1 }) : mutate(zipped, changes))
        await endsWell(() => readers['cifar10-binary'](path))
        await endsWell(() => detectFormat(path))
      }),
      { numRuns: 300, seed: 20261124 },
    )
  })
})
