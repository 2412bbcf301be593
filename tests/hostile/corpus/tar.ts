import { gzipSync } from 'node:zlib'
import { cifarShape, createDataset, encodeCifar10, encodeTar, type TarPart } from '../../unit/datasets/files.ts'
import { after, cut, patch, writeOne, type HostileFile } from './hostile-file.ts'

// Archives: CIFAR-10's binary version, its tar or gzip spoilt.

const files = encodeCifar10(createDataset(cifarShape))
const batch = files['data_batch_1.bin'] ?? Buffer.alloc(0)
const folder = 'cifar-10-batches-bin/'
const parts: TarPart[] = Object.entries(files).map(([name, content]) => ({ name: `${folder}${name}`, content }))
const tar = encodeTar(parts)
const first = `${folder}data_batch_1.bin`
const nothing = Buffer.alloc(0)

const archive = (name: string, bytes: Uint8Array, words: RegExp): HostileFile => ({
  format: 'tar',
  name,
  make: (at) => writeOne(at, 'cifar-10-binary.tar.gz', bytes),
  words,
})
const zipped = (name: string, bytes: Uint8Array, words: RegExp): HostileFile => archive(name, gzipSync(bytes), words)
const withPart = (name: string, part: TarPart, words: RegExp): HostileFile =>
  zipped(name, encodeTar([...parts, part]), words)
const paxRecord = (text: string): Buffer => Buffer.from(text)

/** A header's checksum set right again after a change. */
function resum(bytes: Buffer, start: number): Buffer {
  bytes.write('        ', start + 148, 'latin1')
  const sum = bytes.subarray(start, start + 512).reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1')
  return bytes
}

export const tarFiles: HostileFile[] = [
  ...[513, 2000, 512 + batch.length, 512 + batch.length + 10, tar.length - 1024].map((length) =>
    zipped(`cut at ${length}`, cut(tar, length), /truncated/),
  ),
  archive('uncompressed, cut', cut(tar, 5000), /truncated/),
  ...[10, 200, -8, -1].map((length) =>
    archive(`gzip cut at ${length}`, cut(gzipSync(tar), length), /gzip data is broken|not of a known format/),
  ),
  archive('gzip checksum', patch(gzipSync(tar), gzipSync(tar).length - 6, 1, 2), /gzip data is broken/),
  archive('bytes after gzip', after(gzipSync(tar), 'PK'), /gzip data is broken|bytes after the end/),
  zipped('bytes after the end', after(tar, 'more'), /bytes after the archive's end/),
  archive(
    'zeros after the end without end',
    Buffer.concat([gzipSync(tar), ...Array.from({ length: 20 }, () => gzipSync(Buffer.alloc(2 ** 23)))]),
    /more bytes/,
  ),
  zipped('checksum of a header', patch(tar, 520 + 512 * Math.ceil(batch.length / 512), 1), /checksum is wrong/),
  zipped('no end', cut(tar, -1024), /truncated/),
  withPart(
    'a name that leads up',
    { name: '../data_batch_1.bin', content: batch },
    /entry \.\.\/data_batch_1\.bin at byte \d+ leads outside/,
  ),
  withPart('a name that leads up later', { name: `${folder}../../x`, content: batch }, /leads outside the archive/),
  withPart('an absolute name', { name: '/etc/data_batch_1.bin', content: batch }, /leads outside the archive/),
  withPart('a drive', { name: 'C:\\data_batch_1.bin', content: batch }, /leads outside the archive/),
  withPart('backslashes', { name: '..\\..\\x', content: batch }, /leads outside the archive/),
  withPart('twice', { name: first, content: batch }, /comes twice/),
  withPart(
    'a symbolic link',
    { name: `${folder}batches.meta.txt`, content: nothing, flag: '2' },
    /is a link, not a file/,
  ),
  withPart('a hard link', { name: first, content: nothing, flag: '1' }, /is a link, not a file/),
  withPart(
    'a long name without an entry',
    { name: '././@LongLink', content: Buffer.from('../../etc/passwd\0'), flag: 'L' },
    /a long name without an entry/,
  ),
  zipped(
    'a long name of GNU that leads up',
    encodeTar([{ name: '././@LongLink', content: Buffer.from('../../x\0'), flag: 'L' }, ...parts]),
    /leads outside/,
  ),
  zipped(
    'a pax name that leads up',
    encodeTar([{ name: 'pax', content: paxRecord('13 path=../x\n'), flag: 'x' }, ...parts]),
    /leads outside/,
  ),
  zipped(
    'a pax record without end',
    encodeTar([{ name: 'pax', content: paxRecord('99 path=x\n'), flag: 'x' }, ...parts]),
    /pax header at byte 0 cannot be read/,
  ),
  zipped(
    'a pax record that lies',
    encodeTar([{ name: 'pax', content: paxRecord('0 path=x\n'), flag: 'x' }, ...parts]),
    /pax header at byte 0 cannot be read/,
  ),
  zipped(
    'a size in pax',
    encodeTar([{ name: 'pax', content: paxRecord('10 size=5\n'), flag: 'x' }, ...parts]),
    /names a size of its own/,
  ),
  zipped(
    'a name of 70 kB',
    encodeTar([{ name: '././@LongLink', content: Buffer.alloc(70_000, 97), flag: 'L' }, ...parts]),
    /takes 70000 bytes/,
  ),
  zipped('a size that is too large', encodeTar([{ name: first, content: batch, size: 3073 * 600_000 }]), /truncated/),
  zipped(
    'a size above all limits',
    encodeTar([{ name: first, content: batch, size: 3073 * 2_000_000 }]),
    /more than 2 GiB/,
  ),
  zipped('a negative size', encodeTar([{ name: first, content: batch, size: -1 }]), /no readable size/),
  zipped(
    'a size in GNU’s binary',
    resum(patch(encodeTar(parts), 124, 0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 0),
    /no readable size/,
  ),
  zipped(
    'a gigabyte that does not belong',
    encodeTar([{ name: 'readme', content: nothing, size: 2 ** 30 }, ...parts]),
    /do not belong|no entry of a known format/,
  ),
  withPart(
    'a gigabyte that does not belong, later',
    { name: 'readme', content: nothing, size: 2 ** 30 },
    /do not belong to the set/,
  ),
  zipped(
    'batches missing',
    encodeTar(parts.slice(0, 3)),
    /data_batch_4\.bin, data_batch_5\.bin, test_batch\.bin not there/,
  ),
  zipped('nothing that is known', encodeTar([{ name: 'holiday.jpg', content: batch }]), /no entry of a known format/),
  archive('no archive', Buffer.from('words'), /not of a known format/),
  archive('empty', nothing, /not of a known format/),
]
