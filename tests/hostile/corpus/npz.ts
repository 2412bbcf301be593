import { createDataset } from '../../unit/datasets/files.ts'
import { encodeNpy, encodeZip, npzParts, type ZipPart } from '../../unit/datasets/writers/zip.ts'
import { after, cut, patch, writeOne, type HostileFile } from './hostile-file.ts'

const set = createDataset()
const parts = npzParts(set)
const [xTrain, yTrain, xTest, yTest] = parts as [ZipPart, ZipPart, ZipPart, ZipPart]
const zip = encodeZip(parts, true)
const stored = encodeZip(parts, false)
const directory = stored.indexOf('PK\x01\x02')

const file = (name: string, bytes: Uint8Array, words: RegExp): HostileFile => ({
  format: 'npz',
  name,
  make: (folder) => writeOne(folder, 'set.npz', bytes),
  words,
})
const withTrain = (name: string, content: Uint8Array, words: RegExp): HostileFile =>
  file(name, encodeZip([{ name: 'x_train.npy', content }, yTrain, xTest, yTest], true), words)
const withLabels = (name: string, content: Uint8Array, words: RegExp): HostileFile =>
  file(name, encodeZip([xTrain, { name: 'y_train.npy', content }, xTest, yTest], true), words)
const lying = (name: string, lie: Partial<ZipPart>, words: RegExp, deflate = true): HostileFile =>
  file(name, encodeZip([{ ...xTrain, ...lie }, yTrain, xTest, yTest], deflate), words)
const headed = (text: string, bytes: Uint8Array = set.train.images): Buffer => {
  const head = Buffer.from('\u0093NUMPY\x01\x00\0\0', 'latin1')
  head.writeUInt16LE(text.length, 8)
  return Buffer.concat([head, Buffer.from(text), bytes])
}
const { images, labels } = set.train
const eight = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(25 * 8)
  for (let image = 0; image < 25; image++) bytes.writeBigInt64LE(image === 4 ? value : BigInt(image % 10), 8 * image)
  return bytes
}

export const npzFiles: HostileFile[] = [
  ...[2, 30, 100, directory, directory + 20, stored.length - 22, stored.length - 1].map((length) =>
    file(`cut at ${length}`, cut(stored, length), /no end of a zip directory/),
  ),
  file('no entries', encodeZip([], true), /no array x_train, y_train, x_test, y_test/),
  file('trailing bytes', after(zip, 'more'), /no end of a zip directory/),
  file('bytes before', after(Buffer.from('PK'), zip), /not where its end says/),
  file('a directory elsewhere', patch(stored, stored.length - 6, 1), /not where its end says/),
  file('two parts', patch(stored, stored.length - 18, 1), /several parts/),
  file('an entry that is none', patch(stored, directory, 0), /is no entry/),
  file('a local entry that is none', patch(stored, 0, 0x50, 0x4b, 7, 8), /is no entry/),
  file('an array missing', encodeZip([xTrain, yTrain, xTest], true), /no array y_test/),
  file('twice', encodeZip([xTrain, xTrain, yTrain, xTest, yTest], true), /x_train\.npy comes twice/),
  file(
    'a name that leads up',
    encodeZip([...parts, { name: '../x.npy', content: images }], true),
    /\.\.\/x\.npy leads outside/,
  ),
  file('an absolute name', encodeZip([...parts, { name: '/etc/x.npy', content: images }], true), /leads outside/),
  file('a drive', encodeZip([...parts, { name: 'C:\\x.npy', content: images }], true), /leads outside/),
  lying('another name inside', { localName: 'y_train.npy' }, /is called y_train\.npy there/),
  lying('a checksum that is wrong', { crc: 7 }, /x_train\.npy\): its checksum is wrong/),
  lying('a size that is too small', { size: xTrain.content.length - 20 }, /truncated|in the directory|more bytes/),
  lying('a size that is too large', { size: xTrain.content.length + 20 }, /truncated|in the directory/),
  lying('a size of 4 GB', { size: 4e9 }, /truncated, or sizes that lie/),
  lying('stored in two sizes', { size: 9 }, /two sizes/, false),
  lying('compressed size too large', { compressedSize: 1e6 }, /reaches into the zip directory|overlaps/),
  lying('encrypted', { flags: 1 }, /is encrypted/),
  lying('compressed otherwise', { method: 12 }, /method 12, not deflate/),
  file('an overlap', encodeZip([xTrain, { ...yTrain, start: 10 }, xTest, yTest], true), /overlaps the one before/),
  file(
    'the same bytes for two',
    encodeZip([xTrain, { ...yTrain, start: 0 }, xTest, yTest], true),
    /overlaps|is called/,
  ),
  file('a zip whose start is gone', patch(encodeZip(parts, false), 0, 0x50, 0x4b, 0, 0), /is no entry/),
  lying(
    'a bomb',
    { content: encodeNpy([25, 5, 4], Buffer.alloc(2 ** 27)), size: xTrain.content.length },
    /more bytes|in the directory|truncated/,
  ),
  withTrain('no array', Buffer.from('words, not an array of numbers'), /no array of numpy/),
  withTrain('an array cut', encodeNpy([25, 5, 4], images.subarray(1)), /truncated, or sizes that lie/),
  withTrain('an array cut in its header', encodeNpy([25, 5, 4], images).subarray(0, 40), /truncated/),
  withTrain('version 9', patch(encodeNpy([25, 5, 4], images), 6, 9), /no array of numpy/),
  withTrain('a header of 60 kB', headed(' '.repeat(60_000)), /a header of 60000 bytes/),
  withTrain('a header that would run', headed("__import__('os').system('id')"), /not numpy’s/),
  withTrain('a header without a shape', headed("{'descr': '|u1', 'fortran_order': False, }"), /not numpy’s/),
  withTrain(
    'a negative shape',
    headed("{'descr': '|u1', 'fortran_order': False, 'shape': (-25, 5, 4), }"),
    /not numpy’s/,
  ),
  withTrain('an overflowing shape', encodeNpy([4_000_000_000, 4_000_000_000, 4_000_000_000], images), /sizes that lie/),
  withTrain(
    'a shape of 9,000 digits',
    headed(`{'descr': '|u1', 'fortran_order': False, 'shape': (${'1'.repeat(9000)}! }`),
    /not numpy’s/,
  ),
  withTrain(
    'a shape without end',
    headed(`{'descr': '|u1', 'fortran_order': False, 'shape': (${'1'.repeat(900)}), }`),
    /not numpy’s|shape without end/,
  ),
  withTrain(
    'records',
    headed("{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (25, 5, 4), }"),
    /not numpy’s, or of records/,
  ),
  withTrain('nine axes', encodeNpy([25, 5, 4, 1, 1, 1, 1, 1, 1], images), /shape without end/),
  withTrain('objects', encodeNpy([25, 5, 4], images, '|O'), /values of type "\|O"/),
  withTrain('floats', encodeNpy([25, 5, 1], Buffer.alloc(500), '<f4'), /values of type "<f4"/),
  withTrain('16 bits', encodeNpy([25, 5, 2], images, '<u2'), /not uint8/),
  withTrain('Fortran’s order', encodeNpy([25, 5, 4], images, '|u1', true), /Fortran/),
  withTrain('channels first', encodeNpy([25, 1, 1, 20], images), /channels come last/),
  withTrain('two axes', encodeNpy([25, 20], images), /not image×row×col/),
  withTrain('five axes', encodeNpy([25, 5, 2, 2, 1], images), /not image×row×col/),
  withTrain('no width', encodeNpy([25, 5, 0], Buffer.alloc(0)), /sides must be/),
  withTrain('another size than the test images', encodeNpy([25, 4, 5], images), /4×5×1 in x_train, but 5×4×1/),
  withLabels('too few labels', encodeNpy([24], labels.subarray(1)), /25 images, but 24 labels/),
  withLabels('no labels', encodeNpy([0], Buffer.alloc(0)), /0 labels/),
  withLabels('a matrix of labels', encodeNpy([5, 5], labels), /shape 5×5, not n/),
  withLabels('label 300', encodeNpy([25], eight(300n), '<i8'), /image 4 has label 300/),
  withLabels('label −1', encodeNpy([25], eight(-1n), '<i8'), /image 4 has label -1/),
  withLabels('label 2^62', encodeNpy([25], eight(2n ** 62n), '<i8'), /image 4 has label 4611686018427388000/),
  withLabels('a label without images', encodeNpy([25], patch(labels, 4, 77)), /image 4 has label 77/),
  withLabels('labels that are words', encodeNpy([25], labels, '<U1'), /values of type "<U1"/),
]
