import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeDataset } from '../../../src/main/lab/datasets/decoded.ts'
import { detectFormat, readers } from '../../../src/main/lab/datasets/readers/formats.ts'
import { decodePng } from '../../../src/main/lab/datasets/readers/png/index.ts'
import { cifarShape, createDataset, encodeTar, openFolder, writeFiles } from './files.ts'
import { encodeMat, svhnVariables } from './writers/mat.ts'
import { encodeCifar10Python } from './writers/pickle.ts'
import { encodeClassFolders, encodePng, sortedByClass } from './writers/png.ts'
import { encodeZip, npzParts } from './writers/zip.ts'

// read(write(x)) = x, each format by a writer made for the test.

const cifar = createDataset(cifarShape)
const grey = createDataset()

function writeFile(name: string, bytes: Uint8Array): string {
  const path = join(openFolder(), name)
  writeFileSync(path, bytes)
  return path
}

describe('CIFAR-10, Python version', () => {
  const files = encodeCifar10Python(cifar)

  test('a folder', async () => {
    const folder = writeFiles(openFolder(), files)
    expect(await detectFormat(folder)).toBe('cifar10-python')
    expect(await decodeDataset(readers['cifar10-python'], folder)).toEqual(cifar)
  })

  test('an archive, its batches in the order of the published one', async () => {
    const order = ['data_batch_4', 'test_batch', 'data_batch_3', 'batches.meta', 'data_batch_2', 'data_batch_5']
    const parts = [...order, 'data_batch_1'].map((name) => ({
      name: `cifar-10-batches-py/${name}`,
      content: files[name] ?? Buffer.alloc(0),
    }))
    const folder = { name: 'cifar-10-batches-py/', content: Buffer.alloc(0), flag: '5' }
    const tar = encodeTar([folder, ...parts])
    for (const path of [writeFile('a.tar.gz', gzipSync(tar)), writeFile('a.tar', tar)]) {
      expect(await detectFormat(path)).toBe('cifar10-python')
      expect(await decodeDataset(readers['cifar10-python'], path)).toEqual(cifar)
    }
  })
})

describe('SVHN', () => {
  const shape = { height: 6, width: 4, channels: 3 }
  const set = createDataset({ ...shape, train: 23, test: 12 })
  const extra = createDataset({ ...shape, train: 7 }).train
  const write = (compress: boolean): string =>
    writeFiles(openFolder(), {
      'train_32x32.mat': encodeMat(svhnVariables(set.train, 6, 4), compress),
      'test_32x32.mat': encodeMat(svhnVariables(set.test, 6, 4).toReversed(), compress),
      'extra_32x32.mat': encodeMat(svhnVariables(extra, 6, 4), compress),
    })

  test.each([true, false])('compressed %s, y before or after X', async (compress) => {
    const folder = write(compress)
    expect(await detectFormat(folder)).toBe('svhn')
    expect(await decodeDataset(readers.svhn, folder)).toEqual(set)
  })

  test('extra goes to the training images when it is included', async () => {
    const { train, test: tested } = await decodeDataset(readers.svhn, write(true), ['extra'])
    expect(train.count).toBe(30)
    expect([...train.labels.subarray(23)]).toEqual([...extra.labels])
    expect(train.images.subarray(23 * 72)).toEqual(extra.images)
    expect(tested).toEqual(set.test)
  })
})

describe('NPZ', () => {
  test.each([true, false])('deflated %s, grey and in colour', async (deflate) => {
    for (const set of [grey, createDataset({ channels: 3 })]) {
      const path = writeFile('a.npz', encodeZip(npzParts(set), deflate))
      expect(await detectFormat(path)).toBe('npz')
      expect(await decodeDataset(readers.npz, path)).toEqual(set)
    }
  })
})

describe('PNG images by class', () => {
  const coloured = createDataset({ channels: 3, classes: ['a', 'b', 'ç d'] })
  const sets = [coloured, createDataset({ classes: ['x', 'y'], height: 3, width: 9 })]

  test.each(sets)('a folder and an archive', async (set) => {
    const files = encodeClassFolders(set)
    const shuffled = Object.entries(files).toReversed()
    const parts = shuffled.map(([name, content]) => ({ name: `./set/${name}`, content }))
    const tar = encodeTar([...parts, { name: 'README', content: Buffer.from('!') }])
    const first = `train/${set.classes[0] ?? ''}`
    const folder = writeFiles(openFolder(), {
      ...files,
      '.DS_Store': Buffer.from('x'),
      [`${first}/.DS_Store`]: Buffer.from('x'),
    })
    for (const path of [folder, writeFile('a.tar.gz', gzipSync(tar)), writeFile('a.tar', tar)]) {
      expect(await detectFormat(path)).toBe('images')
      expect(await decodeDataset(readers.images, path)).toEqual(sortedByClass(set))
    }
  })

  test('valid goes to the training images when it is included', async () => {
    const set = coloured
    const files = encodeClassFolders(set)
    const valid = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name.replace('train/', 'valid/'), bytes]),
    )
    const folder = writeFiles(openFolder(), { ...files, ...valid })
    expect(await decodeDataset(readers.images, folder)).toEqual(sortedByClass(set))
    const both = await decodeDataset(readers.images, folder, ['valid'])
    const expected = sortedByClass(set).train
    expect(both.train.images).toEqual(Uint8Array.from([...expected.images, ...expected.images]))
    expect(both.train.count).toBe(2 * set.train.count)
  })
})

test('any set survives any format', async () => {
  const shape = fc.record({
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1, 3),
    train: fc.integer({ min: 10, max: 30 }),
    test: fc.integer({ min: 1, max: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(shape, fc.boolean(), async (options, packed) => {
      const set = createDataset(options)
      const npz = writeFile('a.npz', encodeZip(npzParts(set), packed))
      expect(await decodeDataset(readers.npz, npz)).toEqual(set)
      const files = encodeClassFolders(set)
      const parts = Object.entries(files).map(([name, content]) => ({ name, content }))
      const images = packed ? writeFile('a.tar', encodeTar(parts)) : writeFiles(openFolder(), files)
      expect(await decodeDataset(readers.images, images)).toEqual(sortedByClass(set))
      if (set.channels === 1) return
      const { height, width } = set
      const mats = writeFiles(openFolder(), {
        'train.mat': encodeMat(svhnVariables(set.train, height, width), packed),
        'test.mat': encodeMat(svhnVariables(set.test, height, width), packed),
      })
      expect(await decodeDataset(readers.svhn, mats)).toEqual(set)
    }),
    { numRuns: 40, seed: 3 },
  )
})

test('PNG: any size, colour type, depth and filters', () => {
  const types = [
    ...[1, 2, 4, 8, 16].map((depth) => ({ colour: 0, depth, samples: 1 })),
    ...[8, 16].flatMap((depth) =>
      [2, 4, 6].map((colour) => ({ colour, depth, samples: { 2: 3, 4: 2, 6: 4 }[colour] ?? 1 })),
    ),
    ...[1, 2, 4, 8].map((depth) => ({ colour: 3, depth, samples: 1 })),
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.infiniteStream(fc.nat({ max: 65_535 })),
      ({ colour, depth, samples }, width, height, stream) => {
        const values = Array.from({ length: width * height * samples }, () => (stream.next().value ?? 0) % 2 ** depth)
        const palette = Uint8Array.from({ length: 3 * 2 ** Math.min(depth, 8) }, (_, index) => (index * 91) % 256)
        const file = encodePng({
          ...{ width, height, depth, colour },
          rows: pack(values, width * samples, height, depth),
          ...(colour === 3 && { palette }),
          filter: (row) => (row + (values[0] ?? 0)) % 5,
        })
        const { pixels, grey: isGrey } = decodePng(file, { height, width })
        const eight = (value: number): number => {
          if (depth === 16) return value >> 8
          return colour === 0 ? Math.round((value * 255) / (2 ** depth - 1)) : value
        }
        const expected = Array.from({ length: width * height }, (_, pixel) => {
          const [first = 0, second = 0, third = 0] = values.slice(pixel * samples, (pixel + 1) * samples)
          if (colour === 3) return [...palette.subarray(3 * first, 3 * first + 3)]
          return (colour === 2 || colour === 6 ? [first, second, third] : [first, first, first]).map(eight)
        }).flat()
        expect([...pixels]).toEqual(expected)
        expect(isGrey).toBe(colour === 0 || colour === 4)
      },
    ),
    { numRuns: 400, seed: 4 },
  )
})

/** Samples of any depth into rows of whole bytes. */
function pack(values: number[], perRow: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((perRow * depth) / 8)
  const rows = new Uint8Array(rowBytes * height)
  values.forEach((value, index) => {
    const row = Math.floor(index / perRow)
    for (let bit = 0; bit < depth; bit++) {
      const at = (index % perRow) * depth + bit
      const byte = row * rowBytes + (at >> 3)
      rows[byte] = (rows[byte] ?? 0) | (((value >> (depth - 1 - bit)) & 1) << (7 - (at & 7)))
    }
  })
  return rows
}
