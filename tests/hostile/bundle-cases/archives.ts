import { deflateRawSync } from 'node:zlib'
import { toEntries, withEntry, withPart } from '../bundle-parts.ts'
import { crate, entries, extra, lead, noise, parts, some, ticket, type HostileCase } from '../honest-bundle.ts'
import { makeZip } from '../zip-maker.ts'

export const archives: HostileCase[] = [
  ['an empty file', () => Buffer.alloc(0), /is no zip archive; give/],
  ['text', () => Buffer.from('not a zip at all, '.repeat(20)), /is no zip archive, is cut short/],
  ['bytes behind the end', () => makeZip(toEntries(parts), { suffix: some }), /bytes behind its end/],
  ['bytes before the first entry', () => lead({ before: some }), /lies behind 1 bytes that belong to nothing/],
  ['an archive comment', () => makeZip(toEntries(parts), { end: (end) => end.writeUInt16LE(1, 20) }), /has a comment/],
  ['several disks', () => makeZip(toEntries(parts), { end: (end) => end.writeUInt16LE(1, 4) }), /several disks/],
  [
    'a directory elsewhere',
    () => makeZip(toEntries(parts), { end: (end) => end.writeUInt32LE(0, 16) }),
    /does not lie where/,
  ],
  [
    'too few entries counted',
    () => makeZip(toEntries(parts), { end: (end) => (end.writeUInt16LE(1, 8), end.writeUInt16LE(1, 10)) }),
    /holds more than its entries/,
  ],
  [
    'too many entries counted',
    () => makeZip(toEntries(parts), { end: (end) => (end.writeUInt16LE(999, 8), end.writeUInt16LE(999, 10)) }),
    /directory entry 10: is damaged/,
  ],
  [
    'sixty thousand entries',
    () => makeZip(Array.from({ length: 60_000 }, (_, index) => ({ name: `f${index}`, data: some, method: 0 }))),
    /has 60000 entries/,
  ],
  [
    'something behind the directory',
    () => makeZip(toEntries(parts), { directoryTail: some }),
    /holds more than its entries|is damaged/,
  ],
  ['a name that climbs out', () => extra({ name: '../../evil', data: some }), /evil\): has a name that leads out/],
  ['an absolute name', () => extra({ name: '/etc/passwd', data: some }), /passwd\): has a name that leads out/],
  ['a drive letter', () => extra({ name: 'C:evil', data: some }), /C:evil\): has a name that leads out/],
  ['a backslash', () => extra({ name: 'tickets\\evil', data: some }), /tickets\\evil\): has a name that leads out/],
  ['a zero byte in a name', () => extra({ name: 'tickets/a\0b', data: some }), /a\?b\): has a name that leads out/],
  ['a name of dots', () => extra({ name: 'tickets/./a', data: some }), /\.\/a\): has a name that leads out/],
  ['a name that is not UTF-8', () => extra({ name: Buffer.of(0xff, 0xfe), data: some }), /not UTF-8/],
  ['no name', () => extra({ name: '', data: some }), /a name of 0 characters/],
  ['an endless name', () => extra({ name: 'n'.repeat(600), data: some }), /a name of 600 characters/],
  ['nine folders deep', () => extra({ name: 'a/'.repeat(9) + 'b', data: some }), /eight folders deep/],
  [
    'a link',
    () => extra({ name: 'link', data: some, central: (header) => header.writeUInt16LE(0xa1ff, 40) }),
    /is a link/,
  ],
  ['a folder', () => extra({ name: 'tickets/', data: Buffer.alloc(0), method: 0 }), /is a folder or a device/],
  [
    'a device',
    () => extra({ name: 'device', data: some, central: (header) => header.writeUInt16LE(0x21ff, 40) }),
    /\(device\): is a folder or a device/,
  ],
  ['a file twice', () => extra({ name: crate, data: some }), /comes twice/],
  [
    'a file twice in other letters',
    () => extra({ name: crate.toUpperCase(), data: some }),
    /METADATA\.JSON: comes twice/,
  ],
  ['a stranger', () => extra({ name: 'readme.txt', data: some }), /readme\.txt: is not named by the manifest/],
  ['a program', () => extra({ name: 'tickets/run.js', data: some }), /run\.js: is not named by the manifest/],
  ['a missing ticket', () => entries((list) => list.filter(({ name }) => name !== ticket)), /safetensors: is missing/],
  [
    'a missing manifest',
    () => entries((list) => list.filter(({ name }) => name !== 'manifest.json')),
    /manifest\.json: is missing/,
  ],
  [
    'a missing list of checksums',
    () => entries((list) => list.filter(({ name }) => name !== 'manifest-sha256.txt')),
    /manifest-sha256\.txt: is missing/,
  ],
  [
    'encryption',
    () => withEntry(parts, crate, { central: (header) => header.writeUInt16LE(0x801, 8) }),
    /is encrypted/,
  ],
  [
    'a data descriptor',
    () => withEntry(parts, crate, { central: (header) => header.writeUInt16LE(0x808, 8) }),
    /has flags 2056/,
  ],
  [
    'an unknown method',
    () => withEntry(parts, crate, { central: (header) => header.writeUInt16LE(14, 10) }),
    /unknown method \(14\)/,
  ],
  [
    'another method in its own header',
    () => withEntry(parts, crate, { local: (header) => header.writeUInt16LE(0, 8) }),
    /packed otherwise in its own header/,
  ],
  [
    'another name in its own header',
    () => withEntry(parts, crate, { localName: 'ro-crate-metadata.jsom' }),
    /named otherwise/,
  ],
  [
    'another size in its own header',
    () => withEntry(parts, crate, { local: (header) => header.writeUInt32LE(7, 22) }),
    /other sizes in its own header/,
  ],
  [
    'another checksum in its own header',
    () => withEntry(parts, crate, { local: (header) => header.writeUInt32LE(7, 14) }),
    /another checksum in its own header/,
  ],
  [
    'another date in its own header',
    () => withEntry(parts, crate, { local: (header) => header.writeUInt16LE(7, 12) }),
    /another date/,
  ],
  [
    'no header of its own',
    () => withEntry(parts, crate, { local: (header) => header.writeUInt32LE(7, 0) }),
    /no header of its own/,
  ],
  ['extra fields', () => withEntry(parts, crate, { extra: Buffer.alloc(8) }), /extra fields or a comment/],
  [
    'extra fields in its own header',
    () => withEntry(parts, crate, { localExtra: Buffer.alloc(8) }),
    /json: has extra fields, which/,
  ],
  [
    'a wrong checksum',
    () =>
      withEntry(parts, crate, {
        local: (header) => header.writeUInt32LE(7, 14),
        central: (header) => header.writeUInt32LE(7, 16),
      }),
    /differs from its checksum/,
  ],
  [
    'two entries over one another',
    () =>
      entries((list) =>
        list.map((entry) =>
          entry.name === crate ? { ...entry, central: (header) => header.writeUInt32LE(0, 42) } : entry,
        ),
      ),
    /overlaps another entry/,
  ],
  [
    'a size beyond four gigabytes',
    () => withEntry(parts, crate, { central: (header) => header.writeUInt32LE(0xffffffff, 24) }),
    /larger than 4 GB/,
  ],
  [
    'an entry behind the end',
    () => withEntry(parts, crate, { central: (header) => header.writeUInt32LE(0x7fffffff, 42) }),
    /lies behind \d+ bytes/,
  ],
  [
    'packed data that goes on',
    () => withEntry(parts, crate, { packed: Buffer.concat([deflateRawSync(parts.get(crate) ?? some), some]) }),
    /1 bytes behind its packed data/,
  ],
  [
    'packed data that breaks off',
    () => withEntry(parts, crate, { packed: deflateRawSync(parts.get(crate) ?? some).subarray(0, 90) }),
    /cannot be unpacked/,
  ],
  [
    'packed noise',
    () => withEntry(parts, crate, { packed: Buffer.alloc(400, 0xff) }),
    /cannot be unpacked \(invalid block type\)/,
  ],
  [
    'a size that is too small',
    () =>
      withEntry(parts, crate, {
        local: (header) => header.writeUInt32LE(9, 22),
        central: (header) => header.writeUInt32LE(9, 24),
      }),
    /cannot be unpacked \(Cannot create a Buffer larger/,
  ],
  [
    'a size that is too large',
    () =>
      withEntry(parts, crate, {
        local: (header) => header.writeUInt32LE(60_000, 22),
        central: (header) => header.writeUInt32LE(60_000, 24),
      }),
    /holds \d+ bytes instead of 60000/,
  ],
  ['a zip bomb', () => withPart(parts, crate, () => Buffer.alloc(50_000_000, ' ')), /as a zip bomb would/],
  [
    'a ticket of two gigabytes',
    () => withEntry(parts, ticket, { central: (header) => header.writeUInt32LE(2 ** 31, 24) }),
    /claims 2147483648 bytes, more than/,
  ],
  [
    'a ticket larger than its weights',
    () => withPart(parts, ticket, (bytes) => Buffer.concat([bytes, noise(2 ** 21)])),
    /the ticket needs \d+ and a header/,
  ],
  [
    'a wrong list of checksums',
    () =>
      makeZip(toEntries(new Map(parts).set('manifest-sha256.txt', Buffer.from('0'.repeat(64) + '  manifest.json\n')))),
    /does not list the checksums/,
  ],
]
