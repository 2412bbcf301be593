import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decodeDataset } from '../../../src/main/lab/datasets/decoded.ts'
import { readIdx as reader } from '../../../src/main/lab/datasets/readers/idx.ts'
import { detectFormat } from '../../../src/main/lab/datasets/readers/formats.ts'
import { createDataset, digitNames, encodeIdx, encodeIdxSet, expectFailure, openFolder, writeFiles } from './files.ts'

const readIdx = (folder: string) => decodeDataset(reader, folder)
const dataset = createDataset()
const whole = encodeIdxSet(dataset)

/** The whole set with some files exchanged, or left out when null. */
function setWith(changes: Record<string, Uint8Array | null>): string {
  const files = Object.entries({ ...whole, ...changes }).flatMap(([name, bytes]) => (bytes ? [[name, bytes]] : []))
  return writeFiles(openFolder(), Object.fromEntries(files) as Record<string, Uint8Array>)
}

describe('whole sets', () => {
  test('reads back what was written', async () => {
    const folder = setWith({})
    expect(await detectFormat(folder)).toBe('idx')
    expect(await readIdx(folder)).toEqual(dataset)
  })

  test('gzip, names with dots, `test` for `t10k`, other files beside', async () => {
    const folder = writeFiles(openFolder(), {
      'train-images.idx3-ubyte': whole['train-images-idx3-ubyte'],
      'train-labels.idx1-ubyte.gz': gzipSync(whole['train-labels-idx1-ubyte']),
      'test-images.idx3-ubyte.gz': gzipSync(whole['t10k-images-idx3-ubyte']),
      'TEST-labels': whole['t10k-labels-idx1-ubyte'],
      'README.md': Buffer.from('about'),
      'train.log': Buffer.from('about training'),
    })
    expect(await readIdx(folder)).toEqual(dataset)
  })

  test('many gzip members are one file', async () => {
    const bytes = whole['train-images-idx3-ubyte']
    const folder = setWith({
      'train-images-idx3-ubyte': Buffer.concat([gzipSync(bytes.subarray(0, 7)), gzipSync(bytes.subarray(7))]),
    })
    expect(await readIdx(folder)).toEqual(dataset)
  })

  test('classes are as many as the labels need', async () => {
    const classes = Array.from({ length: 27 }, (_, label) => String(label))
    const letters = createDataset({ classes, train: 60, test: 30 })
    const folder = writeFiles(openFolder(), encodeIdxSet(letters))
    expect((await readIdx(folder)).classes).toEqual(classes)
    const two = createDataset({ classes: ['0', '1'] })
    expect(await readIdx(writeFiles(openFolder(), encodeIdxSet(two)))).toEqual(two)
    expect((await readIdx(setWith({}))).classes).toEqual(digitNames)
  })
})

describe('bad sets', () => {
  const images = 'train-images-idx3-ubyte'
  const labels = 'train-labels-idx1-ubyte'
  const { train } = dataset

  test('missing', async () => {
    await expectFailure(readIdx('/no/such/folder'), 'data.missing', '/no/such/folder')
    await expectFailure(readIdx(setWith({ [labels]: null })), 'data.missing', 'train labels')
    await expectFailure(readIdx(openFolder()), 'data.missing', 'train images')
    await expectFailure(detectFormat(openFolder()), 'data.format', 'no file of a known format')
    await expectFailure(detectFormat('/no/such/folder'), 'data.missing', '/no/such/folder')
    await expectFailure(detectFormat('a\0b'), 'data.missing')
  })

  test('a file where the folder is expected', async () => {
    const folder = setWith({})
    await expectFailure(readIdx(join(folder, images)), 'data.missing', 'not a folder')
    await expectFailure(detectFormat(join(folder, images)), 'data.format', 'one IDX file alone')
  })

  test('a folder where a file is expected', async () => {
    const folder = setWith({ [images]: null })
    mkdirSync(join(folder, images))
    await expectFailure(readIdx(folder), 'data.missing', 'train images')
  })

  test.each([0, 3, 4, 15, 16, 17, whole[images].length - 1])('images truncated to %i bytes', async (length) => {
    const short = whole[images].subarray(0, length)
    await expectFailure(readIdx(setWith({ [images]: short })), 'data.format', images, 'truncated')
    await expectFailure(readIdx(setWith({ [images]: gzipSync(short) })), 'data.format', images, 'truncated')
  })

  test.each([7, 8, whole[labels].length - 1])('labels truncated to %i bytes', async (length) => {
    const short = whole[labels].subarray(0, length)
    await expectFailure(readIdx(setWith({ [labels]: short })), 'data.format', labels, 'truncated')
  })

  test('trailing bytes', async () => {
    const long = Buffer.concat([whole[images], Buffer.alloc(1)])
    const place = `from byte ${whole[images].length}`
    await expectFailure(readIdx(setWith({ [images]: long })), 'data.format', images, place)
    await expectFailure(readIdx(setWith({ [images]: gzipSync(long) })), 'data.format', images, place)
    const after = (more: Uint8Array) => setWith({ [images]: Buffer.concat([gzipSync(whole[images]), more]) })
    await expectFailure(readIdx(after(Buffer.from('and more'))), 'data.format', images, 'gzip data is broken')
    await expectFailure(readIdx(after(Buffer.alloc(8))), 'data.format', images, 'after the end of the gzip data')
  })

  test('wrong magic number', async () => {
    const floats = encodeIdx([train.count, 5, 4], train.images, 0x00000d03)
    const folder = setWith({ [images]: floats })
    expect(await detectFormat(folder)).toBe('idx')
    await expectFailure(readIdx(folder), 'data.format', images, '0x00000d03', 'byte 0')
  })

  test('images and labels of different counts', async () => {
    const short = encodeIdx([train.count - 1], train.labels.subarray(1))
    await expectFailure(readIdx(setWith({ [labels]: short })), 'data.format', '25 images, but 24 labels', labels)
  })

  test('sizes of training and test images differ', async () => {
    const other = createDataset({ height: 4, width: 5 })
    const changed = { 't10k-images-idx3-ubyte': encodeIdxSet(other)['t10k-images-idx3-ubyte'] }
    await expectFailure(readIdx(setWith(changed)), 'data.format', 't10k-images', '4×5', '5×4')
  })

  test('label out of range', async () => {
    const strange = train.labels.map((label, image) => (image === 7 ? 200 : label))
    const place = 'image 7 (byte 15) has label 200'
    await expectFailure(readIdx(setWith({ [labels]: encodeIdx([25], strange) })), 'data.format', labels, place)
    const strangeTest = dataset.test.labels.map((label, image) => (image === 2 ? 10 : label))
    const changed = setWith({ 't10k-labels-idx1-ubyte': encodeIdx([11], strangeTest) })
    await expectFailure(readIdx(changed), 'data.format', 't10k-labels', 'image 2')
    const same = setWith({
      [labels]: encodeIdx([25], new Uint8Array(25)),
      't10k-labels-idx1-ubyte': encodeIdx([11], new Uint8Array(11)),
    })
    await expectFailure(readIdx(same), 'data.format', 'every label is 0')
  })

  test('zero images', async () => {
    await expectFailure(readIdx(setWith({ [images]: encodeIdx([0, 5, 4], Buffer.alloc(0)) })), 'data.format', 'zero')
    await expectFailure(readIdx(setWith({ [labels]: encodeIdx([0], Buffer.alloc(0)) })), 'data.format', 'zero')
    await expectFailure(readIdx(setWith({ [images]: encodeIdx([25, 0, 4], Buffer.alloc(0)) })), 'data.format', '25')
  })

  test('lying sizes are refused before anything is allocated', async () => {
    const before = process.memoryUsage().arrayBuffers
    for (const sizes of [
      [2 ** 32 - 1, 5, 4],
      [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1],
      [100_000_000, 5, 4],
      [25, 4096, 4096],
    ]) {
      const lying = encodeIdx(sizes, train.images)
      await expectFailure(readIdx(setWith({ [images]: lying })), 'data.format', images)
      await expectFailure(readIdx(setWith({ [images]: gzipSync(lying) })), 'data.format', images)
    }
    const lying = encodeIdx([2 ** 32 - 1], train.labels)
    await expectFailure(readIdx(setWith({ [labels]: lying })), 'data.format', labels, 'more than 2 GiB')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20)
  })

  test('broken gzip', async () => {
    const zipped = gzipSync(whole[images])
    const flipped = Buffer.from(zipped)
    flipped[zipped.length - 6] = (flipped[zipped.length - 6] ?? 0) ^ 1 // in the checksum
    await expectFailure(readIdx(setWith({ [images]: flipped })), 'data.format', images, 'gzip data is broken')
    await expectFailure(readIdx(setWith({ [images]: zipped.subarray(0, 30) })), 'data.format', images, 'gzip')
    const noise = Buffer.concat([zipped.subarray(0, 10), Buffer.alloc(50, 0xff)])
    await expectFailure(readIdx(setWith({ [images]: noise })), 'data.format', images, 'gzip data is broken')
  })

  test('a gzip bomb stops at what the header claims', async () => {
    const megabytes = deflateRawSync(Buffer.alloc(2 ** 26), { level: 9 })
    const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
    const bomb = gzipSync(Buffer.concat([whole[images], Buffer.alloc(2 ** 26)]), { level: 9 })
    const before = process.memoryUsage().arrayBuffers
    await expectFailure(
      readIdx(setWith({ [images]: bomb })),
      'data.format',
      images,
      'more bytes than its header claims',
    )
    const zeros = Buffer.concat([header, megabytes])
    await expectFailure(readIdx(setWith({ [images]: zeros })), 'data.format', images, 'magic number 0x00000000')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 2 ** 20)
  })

  test('two files for one part', async () => {
    const folder = setWith({ 'train-images.gz': gzipSync(whole[images]) })
    await expectFailure(readIdx(folder), 'data.format', 'train-images.gz', images)
  })

  test('names of files cannot break the line', async () => {
    const folder = setWith({})
    writeFileSync(join(folder, 'train\nubyte'), 'nothing')
    await expectFailure(readIdx(folder), 'data.format', 'train?ubyte')
  })
})
