import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabError } from '../../src/shared/errors.ts'
import { detectFormat, readers, type DatasetFormat } from '../../src/main/lab/datasets/readers/formats.ts'
import { createReading } from '../../src/main/lab/datasets/readers/reading.ts'
import {
  cifarShape,
  createDataset,
  encodeCifar10,
  encodeIdxSet,
  encodeTar,
  openFolder,
} from '../unit/datasets/files.ts'
import { encodeMat, svhnVariables } from '../unit/datasets/writers/mat.ts'
import { encodeCifar10Python } from '../unit/datasets/writers/pickle.ts'
import { encodeClassFolders } from '../unit/datasets/writers/png.ts'
import { encodeZip, npzParts } from '../unit/datasets/writers/zip.ts'

// Sound sets, spoilt anywhere: each is read, or refused with a LabError, and takes no more memory than its size allows.

/** Mutated files of each reader; TICKETSCOPE_MUTATIONS=20000 runs them all. */
const wanted = Number(process.env['TICKETSCOPE_MUTATIONS'] ?? 2000)
const seed = Number(process.env['TICKETSCOPE_SEED'] ?? 20_261_124)
/** MiB by which the readers may make this process grow, over all mutations of one kind. */
const mostGrowth = 400
/** Image bytes that a set of some kB may decode to: deflate grows a thousandfold. */
const mostWritten = 64 * 2 ** 20

type Files = Record<string, Uint8Array>

const byte = fc.integer({ min: 0, max: 255 })
const place = fc.oneof(fc.nat(), fc.nat({ max: 200 }))
const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: place, value: byte }),
  fc.record({ kind: fc.constant('flip' as const), at: place, value: fc.integer({ min: 0, max: 7 }) }),
  // Sizes and counts that are far too large, or negative.
  fc.record({ kind: fc.constant('word' as const), at: place, value: fc.constantFrom(0, 1, 0x7f, 0x80, 0xff) }),
  fc.record({ kind: fc.constant('cut' as const), at: place, value: fc.constant(0) }),
  fc.record({ kind: fc.constant('insert' as const), at: place, value: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ kind: fc.constant('remove' as const), at: place, value: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, value: fc.integer({ min: 1, max: 600 }) }),
)
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

function mutate(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  return changes.reduce((current: Uint8Array, { kind, at, value }) => {
    const start = current.length === 0 ? 0 : at % current.length
    const [before, rest] = [current.subarray(0, start), current.subarray(start)]
    switch (kind) {
      case 'cut':
        return before
      case 'insert':
        return Buffer.concat([before, Buffer.alloc(value, 7), rest])
      case 'remove':
        return Buffer.concat([before, rest.subarray(value)])
      case 'repeat':
        return Buffer.concat([before, rest.subarray(0, value), rest])
      case 'set':
        return Buffer.concat([before, Buffer.of(value), rest.subarray(1)])
      case 'flip':
        return Buffer.concat([before, Buffer.of((rest[0] ?? 0) ^ (1 << value)), rest.subarray(1)])
      case 'word':
        return Buffer.concat([before, Buffer.alloc(4, value), rest.subarray(4)])
    }
  }, bytes)
}

async function endsWell(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown
    expect(thrown.code).toMatch(/^data\./)
    expect(thrown.message).toMatch(/^[^\n]+: [^\n]+; [^\n]+$/)
  }
}

async function readAny(format: DatasetFormat, path: string): Promise<void> {
  let written = 0
  const write = (_split: string, images: Uint8Array): void => {
    written += images.length
  }
  await endsWell(() => readers[format](path, createReading({ include: ['valid', 'extra'], write })))
  expect(written).toBeLessThan(mostWritten)
  await endsWell(() => detectFormat(path))
}

const grey = createDataset({ height: 3, width: 3 })
const cifar = createDataset({ ...cifarShape, train: 5, test: 1 })
const small = createDataset({ height: 3, width: 3, channels: 3, train: 12, test: 10 })
const animals = createDataset({ height: 3, width: 3, channels: 3, classes: ['cat', 'dog'], train: 4, test: 2 })

const svhnFiles = (compress: boolean): Files => ({
  'train_32x32.mat': encodeMat(svhnVariables(small.train, 3, 3), compress),
  'test_32x32.mat': encodeMat(svhnVariables(small.test, 3, 3), compress),
  'extra_32x32.mat': encodeMat(svhnVariables(small.test, 3, 3), compress),
})
const classFiles = (): Files => {
  const files = encodeClassFolders(animals)
  const valid = Object.entries(files).filter(([name]) => name.startsWith('train/cat/'))
  return { ...files, ...Object.fromEntries(valid.map(([name, bytes]) => [name.replace('train', 'valid'), bytes])) }
}
const tarOf = (files: Files): Buffer => encodeTar(Object.entries(files).map(([name, content]) => ({ name, content })))
const zippedFiles = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, gzipSync(bytes)]))

interface Kind {
  name: string
  format: DatasetFormat
  files: Files
  /** The set is this one file and not the folder. */
  file?: string
  /** Done to a mutated file afterwards. */
  wrap?: (bytes: Uint8Array) => Uint8Array
  /** Of the format's mutations. */
  share: number
}

const kinds: Kind[] = [
  { name: 'IDX', format: 'idx', files: encodeIdxSet(grey), share: 0.6 },
  { name: 'IDX in gzip', format: 'idx', files: zippedFiles(encodeIdxSet(grey)), share: 0.4 },
  { name: 'CIFAR-10, binary', format: 'cifar10-binary', files: encodeCifar10(cifar), share: 0.4 },
  {
    name: 'CIFAR-10, binary, tar in gzip',
    format: 'cifar10-binary',
    files: { 'a.tar.gz': tarOf(encodeCifar10(cifar)) },
    file: 'a.tar.gz',
    wrap: (bytes) => gzipSync(bytes, { level: 1 }),
    share: 0.3,
  },
  {
    name: 'CIFAR-10, binary, gzip',
    format: 'cifar10-binary',
    files: { 'a.tar.gz': gzipSync(tarOf(encodeCifar10(cifar))) },
    file: 'a.tar.gz',
    share: 0.3,
  },
  { name: 'CIFAR-10, Python', format: 'cifar10-python', files: encodeCifar10Python(cifar), share: 1 },
  { name: 'SVHN', format: 'svhn', files: svhnFiles(false), share: 0.6 },
  { name: 'SVHN, compressed', format: 'svhn', files: svhnFiles(true), share: 0.4 },
  { name: 'NPZ', format: 'npz', files: { 'a.npz': encodeZip(npzParts(grey), false) }, file: 'a.npz', share: 0.6 },
  {
    name: 'NPZ, deflated',
    format: 'npz',
    files: { 'a.npz': encodeZip(npzParts(grey), true) },
    file: 'a.npz',
    share: 0.4,
  },
  { name: 'PNG by class', format: 'images', files: classFiles(), share: 0.6 },
  {
    name: 'PNG by class in tar',
    format: 'images',
    files: { 'a.tar': tarOf(classFiles()) },
    file: 'a.tar',
    share: 0.4,
  },
]

for (const { name, format, files, file, wrap, share } of kinds) {
  const runs = Math.ceil(wanted * share)
  test(`${name}: ${runs} mutated sets are read or refused`, { timeout: 1_800_000 }, async () => {
    const folder = openFolder()
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
    }
    const names = Object.keys(files)
    const before = process.memoryUsage().rss
    let most = before
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(change, { minLength: 1, maxLength: 4 }), async (which, changes) => {
        const chosen = names[which % names.length] ?? ''
        const bytes = files[chosen] ?? Buffer.alloc(0)
        const mutated = mutate(bytes, changes)
        rmSync(join(folder, chosen))
        writeFileSync(join(folder, chosen), wrap ? wrap(mutated) : mutated)
        try {
          await readAny(format, file === undefined ? folder : join(folder, file))
        } finally {
          writeFileSync(join(folder, chosen), bytes)
        }
        most = Math.max(most, process.memoryUsage.rss())
      }),
      { numRuns: runs, seed },
    )
    expect((most - before) / 2 ** 20).toBeLessThan(mostGrowth)
  })
}
