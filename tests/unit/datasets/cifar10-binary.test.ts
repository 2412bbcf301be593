import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decodeDataset } from '../../../src/main/lab/datasets/decoded.ts'
import { readCifar10Binary } from '../../../src/main/lab/datasets/readers/cifar10-binary.ts'
import { detectFormat } from '../../../src/main/lab/datasets/readers/formats.ts'
import {
  cifarNames,
  cifarShape,
  createDataset,
  encodeCifar10,
  encodeTar,
  expectFailure,
  openFolder,
  writeFiles,
  type TarPart,
} from './files.ts'

const readCifar10 = (path: string) => decodeDataset(readCifar10Binary, path)
const dataset = createDataset(cifarShape)
const whole = encodeCifar10(dataset)
const batch = whole['data_batch_2.bin'] ?? Buffer.alloc(0)
const hasPython = spawnSync('python3', ['--version']).status === 0

function folderWith(changes: Record<string, Uint8Array | null>): string {
  const files = Object.entries({ ...whole, ...changes }).flatMap(([name, bytes]) => (bytes ? [[name, bytes]] : []))
  return writeFiles(openFolder(), Object.fromEntries(files) as Record<string, Uint8Array>)
}

const wholeParts: TarPart[] = [
  { name: 'cifar-10-batches-bin/', content: Buffer.alloc(0), flag: '5' },
  { name: 'cifar-10-batches-bin/readme.html', content: Buffer.from('<p>') },
  ...Object.entries(whole).map(([name, content]) => ({ name: `cifar-10-batches-bin/${name}`, content })),
]

function archive(bytes: Uint8Array): string {
  const file = join(openFolder(), 'cifar-10-binary.tar.gz')
  writeFileSync(file, bytes)
  return file
}

describe('whole sets', () => {
  test('a folder', async () => {
    const folder = folderWith({})
    expect(await detectFormat(folder)).toBe('cifar10-binary')
    expect(await readCifar10(folder)).toEqual(dataset)
  })

  test('class names come from batches.meta.txt, else from the publication', async () => {
    expect((await readCifar10(folderWith({ 'batches.meta.txt': null }))).classes).toEqual(cifarNames)
    const named = cifarNames.map((name) => name.toUpperCase())
    const file = Buffer.from(named.join('\r\n'))
    expect((await readCifar10(folderWith({ 'batches.meta.txt': file }))).classes).toEqual(named)
  })

  test.each(['', './', 'cifar-10-batches-bin/', './cifar-10-batches-bin/'])(
    'an archive with names in "%s"',
    async (at) => {
      const parts = Object.entries(whole).map(([name, content]) => ({ name: `${at}${name}`, content }))
      const file = archive(gzipSync(encodeTar(parts)))
      expect(await detectFormat(file)).toBe('cifar10-binary')
      expect(await readCifar10(file)).toEqual(dataset)
      expect(await readCifar10(archive(encodeTar(parts)))).toEqual(dataset)
    },
  )

  test.skipIf(!hasPython)('an archive written by Python’s tarfile, in each of its formats', async () => {
    const folder = openFolder()
    writeFiles(join(folder, 'cifar-10-batches-bin'), whole)
    const script = `import sys, tarfile
for name, form in (('ustar', tarfile.USTAR_FORMAT), ('gnu', tarfile.GNU_FORMAT), ('pax', tarfile.PAX_FORMAT)):
    with tarfile.open(name + '.tar.gz', 'w:gz', format=form, pax_headers={'comment': 'x'} if name == 'pax' else None) as tar:
        tar.add('cifar-10-batches-bin')`
    execFileSync('python3', ['-c', script], { cwd: folder })
    for (const name of ['ustar', 'gnu', 'pax']) {
      const file = join(folder, `${name}.tar.gz`)
      expect(await detectFormat(file)).toBe('cifar10-binary')
      expect(await readCifar10(file)).toEqual(dataset)
    }
  })
  if (!hasPython) process.stderr.write('skipped: archives by Python’s tarfile, for there is no python3 here\n')
})

describe('bad folders', () => {
  test('missing', async () => {
    await expectFailure(readCifar10('/no/such/folder'), 'data.missing', '/no/such/folder')
    const folder = folderWith({ 'data_batch_3.bin': null, 'test_batch.bin': null })
    await expectFailure(readCifar10(folder), 'data.missing', 'data_batch_3.bin, test_batch.bin')
  })

  test.each([0, 1, 3072, 3074, batch.length - 1, batch.length + 1])('a batch of %i bytes', async (length) => {
    const cut = Buffer.concat([batch, Buffer.alloc(1)]).subarray(0, length)
    const words = length === 0 ? 'zero images' : `record ${Math.floor(length / 3073)} `
    await expectFailure(readCifar10(folderWith({ 'data_batch_2.bin': cut })), 'data.format', 'data_batch_2.bin', words)
  })

  test('label out of range', async () => {
    const strange = Buffer.from(batch)
    strange[3073] = 10
    const folder = folderWith({ 'data_batch_2.bin': strange })
    await expectFailure(readCifar10(folder), 'data.format', 'data_batch_2.bin', 'record 1 (byte 3073) has label 10')
  })

  test('class names', async () => {
    const names = (bytes: Uint8Array) => readCifar10(folderWith({ 'batches.meta.txt': bytes }))
    await expectFailure(names(Buffer.from('a\nb\n')), 'data.format', 'batches.meta.txt', '2 class names')
    await expectFailure(names(Buffer.from('a\n'.repeat(10))), 'data.format', 'twice')
    await expectFailure(names(Buffer.from([0xff, 0xfe])), 'data.format', 'UTF-8')
    await expectFailure(names(Buffer.from(cifarNames.join('\n').replace('cat', 'c\u001bt'))), 'data.format', 'line 4')
    await expectFailure(names(Buffer.alloc(5000, 97)), 'data.format', '5000 bytes')
  })

  test('something else where a file is expected', async () => {
    const inside = folderWith({ 'data_batch_2.bin': null })
    mkdirSync(join(inside, 'data_batch_2.bin'))
    await expectFailure(readCifar10(inside), 'data.format', 'data_batch_2.bin', 'a folder where a file is needed')
    const device = folderWith({ 'data_batch_2.bin': null })
    symlinkSync('/dev/zero', join(device, 'data_batch_2.bin'))
    await expectFailure(readCifar10(device), 'data.format', 'not an ordinary file')
    const zipped = folderWith({ 'data_batch_2.bin': gzipSync(batch) })
    await expectFailure(readCifar10(zipped), 'data.format', 'data_batch_2.bin', 'gunzip')
  })
})

describe('bad archives', () => {
  test('missing and foreign files', async () => {
    await expectFailure(
      readCifar10(archive(gzipSync(encodeTar(wholeParts.slice(0, 4))))),
      'data.missing',
      'test_batch.bin',
    )
    await expectFailure(detectFormat(archive(gzipSync(Buffer.from('words')))), 'data.format', 'not of a known format')
    await expectFailure(detectFormat(archive(Buffer.alloc(0))), 'data.format', 'not of a known format')
    await expectFailure(readCifar10(archive(Buffer.alloc(0))), 'data.format', 'truncated')
  })

  test('names that lead elsewhere are refused, other names are passed over', async () => {
    const evil = ['../data_batch_1.bin', '/data_batch_1.bin', 'cifar-10-batches-bin/../data_batch_1.bin']
    const content = whole['data_batch_1.bin'] ?? Buffer.alloc(0)
    for (const name of evil) {
      const bad = archive(gzipSync(encodeTar([...wholeParts, { name, content }])))
      await expectFailure(readCifar10(bad), 'data.format', name, 'leads outside the archive')
    }
    const beside = [...wholeParts, { name: 'x/test_batch.bin', content }]
    expect(await readCifar10(archive(gzipSync(encodeTar(beside))))).toEqual(dataset)
  })

  test('links, doubles and lying sizes', async () => {
    const name = 'cifar-10-batches-bin/data_batch_1.bin'
    const content = whole['data_batch_1.bin'] ?? Buffer.alloc(0)
    const read = (...parts: TarPart[]) => readCifar10(archive(gzipSync(encodeTar(parts))))
    await expectFailure(read({ name, content: Buffer.alloc(0), flag: '2' }), 'data.format', name, 'a link')
    await expectFailure(read(...wholeParts, { name, content }), 'data.format', name, 'twice')
    await expectFailure(read({ name, content, size: 3073 * 600_000 }), 'data.format', 'truncated')
    await expectFailure(read({ name, content, size: 3073 * 2_000_000 }), 'data.format', 'more than 2 GiB')
    await expectFailure(read({ name: 'readme', content, size: 2 ** 32 }), 'data.format', 'do not belong to the set')
    await expectFailure(read({ name, content, size: -1 }), 'data.format', 'no readable size')
  })

  test('truncated, trailing, damaged', async () => {
    const tar = encodeTar(wholeParts)
    for (const length of [100, 512, 2000, 5000, tar.length - 1024]) {
      await expectFailure(readCifar10(archive(gzipSync(tar.subarray(0, length)))), 'data.format', 'truncated')
    }
    const trailing = Buffer.concat([tar, Buffer.from('more')])
    await expectFailure(readCifar10(archive(gzipSync(trailing))), 'data.format', `byte ${tar.length}`)
    const flipped = Buffer.from(tar)
    flipped[512] = 0x7a
    await expectFailure(readCifar10(archive(gzipSync(flipped))), 'data.format', 'byte 512', 'checksum')
    const zipped = gzipSync(tar)
    await expectFailure(readCifar10(archive(zipped.subarray(0, zipped.length - 9))), 'data.format', 'gzip')
    zipped[zipped.length - 6] = (zipped[zipped.length - 6] ?? 0) ^ 1
    await expectFailure(readCifar10(archive(zipped)), 'data.format', 'gzip data is broken')
  })

  test('a bomb of zeros after the end is not followed for ever', async () => {
    const bomb = gzipSync(Buffer.concat([encodeTar(wholeParts), Buffer.alloc(80 * 2 ** 20)]))
    await expectFailure(readCifar10(archive(bomb)), 'data.format', 'more bytes')
  })
})
