import { deflateSync } from 'node:zlib'
import { createDataset } from '../../unit/datasets/files.ts'
import {
  element,
  encodeMat,
  encodeVariable,
  matHeader,
  svhnVariables,
  type Variable,
} from '../../unit/datasets/writers/mat.ts'
import { after, cut, patch, writeTree, type HostileFile } from './hostile-file.ts'

const set = createDataset({ height: 4, width: 4, channels: 3, train: 22, test: 10 })
const [x, y] = svhnVariables(set.train, 4, 4) as [Variable, Variable]
const testFile = encodeMat(svhnVariables(set.test, 4, 4), true)
const plain = encodeMat([x, y], false)
const packed = encodeMat([x, y], true)

const file = (name: string, bytes: Uint8Array, words: RegExp): HostileFile => ({
  format: 'svhn',
  name,
  make: (folder) => writeTree(folder, { 'train_32x32.mat': bytes, 'test_32x32.mat': testFile }),
  words,
})
/** Both kinds of writing. */
const variables = (name: string, list: Variable[], words: RegExp): HostileFile[] =>
  [true, false].map((compress) => file(`${name}${compress ? ', compressed' : ''}`, encodeMat(list, compress), words))
const numbers = (values: number[]): Variable => {
  const bytes = Buffer.alloc(8 * values.length)
  values.forEach((value, index) => bytes.writeDoubleLE(value, 8 * index))
  return { name: 'y', shape: [values.length, 1], kind: 6, type: 9, bytes }
}
const labels = Array.from(set.train.labels, (label) => label || 10)
const oneOdd = (value: number): number[] => labels.map((label, image) => (image === 3 ? value : label))
const tag = (type: number, size: number): Buffer => {
  const words = Buffer.alloc(8)
  words.writeUInt32LE(type, 0)
  words.writeUInt32LE(size >>> 0, 4)
  return words
}
const compressedElement = (content: Uint8Array): Buffer => Buffer.concat([tag(15, content.length), content])

export const svhnFiles: HostileFile[] = [
  ...[0, 19, 127, 129, 135, 140, 150, 180, 300, plain.length - 9].map((length) =>
    file(`cut at ${length}`, cut(plain, length), /train_32x32\.mat.*truncated/),
  ),
  ...[128, 133, 200, packed.length - 3].map((length) =>
    file(`compressed, cut at ${length}`, cut(packed, length), /train_32x32\.mat.*(truncated|no variable X)/),
  ),
  file('no MAT file', patch(plain, 0, 0, 0), /no MAT file of version 5/),
  file(
    'version 7.3',
    Buffer.concat([Buffer.from('MATLAB 7.3 MAT-file'.padEnd(512))]),
    /version 7\.3; save it again with -v7/,
  ),
  file('no byte order', patch(plain, 126, 0, 0), /no MAT file of version 5/),
  file('the other byte order', patch(plain, 126, 0x4d, 0x49), /element at byte 128/),
  file('in gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), /gzip data/),
  file('an element that is no variable', patch(plain, 128, 7), /is of type 7, no variable/),
  file('an element that is too large', patch(plain, 132, 0xff, 0xff, 0xff, 0xff), /claims 4294967295 bytes/),
  file('an element that is too small', patch(plain, 132, 64, 0, 0, 0), /truncated/),
  file(
    'a variable cut inside',
    Buffer.concat([matHeader(), compressedElement(deflateSync(encodeVariable(x, false).subarray(0, 100)))]),
    /truncated/,
  ),
  file(
    'no variable inside',
    Buffer.concat([matHeader(), compressedElement(deflateSync(tag(5, 8)))]),
    /holds type 5, no variable/,
  ),
  file('broken zlib', patch(packed, 150, 0xff, 0xff, 0xff), /zlib data is broken|fit|truncated/),
  file(
    'bytes after zlib',
    Buffer.concat([matHeader(), compressedElement(after(deflateSync(encodeVariable(x, false)), 'more'))]),
    /bytes after the end of the zlib data/,
  ),
  file(
    'bytes after a variable',
    Buffer.concat([matHeader(), compressedElement(deflateSync(after(encodeVariable(x, false), Buffer.alloc(64))))]),
    /more bytes than its header claims/,
  ),
  file('trailing bytes', after(plain, 'more'), /is truncated/),
  file('trailing words', after(plain, 'more bytes after it'), /no variable/),
  file(
    'a compressed element in itself',
    Buffer.concat([
      matHeader(),
      compressedElement(deflateSync(compressedElement(deflateSync(encodeVariable(x, false))))),
    ]),
    /holds type 15, no variable/,
  ),
  file('no variables', matHeader(), /no variable X/),
  ...variables('no y', [x], /no variable y/),
  ...variables('X twice', [x, x, y], /variable X\): it comes twice/),
  ...variables('y twice', [x, y, y], /variable y\): it comes twice/),
  ...variables('negative sizes', [{ ...x, shape: [-4, -4, 3, 22] }, y], /has the shape -4×-4×3×22/),
  ...variables('overflowing sizes', [{ ...x, shape: [65_536, 65_536, 65_536, 65_536] }, y], /does not fit/),
  ...variables('one image too many', [{ ...x, shape: [4, 4, 3, 23] }, y], /4×4×3×23 does not fit 1056 bytes/),
  ...variables('a size that lies', [{ ...x, shape: [4, 4, 3, 44], size: 2112 }, y], /truncated/),
  ...variables('grey', [{ ...x, shape: [12, 4, 1, 22] }, y], /12×4×1×22, not rows×cols×3×n of uint8/),
  ...variables('five axes', [{ ...x, shape: [4, 4, 3, 11, 2] }, y], /4×4×3×11×2, not/),
  ...variables('nine axes', [{ ...x, shape: [4, 4, 3, 22, 1, 1, 1, 1, 1] }, y], /no readable shape/),
  ...variables('no images', [{ ...x, shape: [4, 4, 3, 0], bytes: Buffer.alloc(0) }, y], /no images/),
  ...variables('signed images', [{ ...x, type: 1, kind: 8 }, y], /not rows×cols×3×n of uint8/),
  ...variables('a structure', [{ ...x, kind: 2 }, y], /no variable X/),
  ...variables('a long name', [{ ...x, name: 'X'.repeat(65) }, y], /no readable name/),
  ...variables(
    'too few labels',
    [x, { ...y, shape: [21, 1], bytes: y.bytes.subarray(1) }],
    /22 images in X, but 21 labels in y/,
  ),
  ...variables('a matrix of labels', [x, { ...y, shape: [11, 2] }], /11×2, not n×1/),
  ...variables('label 11', [x, { ...y, bytes: patch(y.bytes, 3, 11) }], /image 3 has label 11, not 1 to 10/),
  ...variables('label NaN', [x, numbers(oneOdd(Number.NaN))], /image 3 has label NaN/),
  ...variables('label −1', [x, numbers(oneOdd(-1))], /image 3 has label -1/),
  ...variables('label 1.5', [x, numbers(oneOdd(1.5))], /image 3 has label 1\.5/),
  ...variables('label ∞', [x, numbers(oneOdd(Infinity))], /image 3 has label Infinity/),
  file(
    'a bomb beside',
    encodeMat([{ name: 'Z', shape: [2 ** 27, 1], kind: 9, type: 2, bytes: Buffer.alloc(2 ** 27) }, x, y], true),
    /more than 67108864 bytes that do not belong/,
  ),
  file(
    'a bomb for labels',
    encodeMat([{ ...y, shape: [2 ** 23, 1], bytes: Buffer.alloc(2 ** 23) }], true),
    /8388608×1, not n×1/,
  ),
  file(
    'another size than the test images',
    encodeMat(svhnVariables(createDataset({ height: 2, width: 8, channels: 3, train: 22 }).train, 2, 8), true),
    /images of 4×4, but 2×8/,
  ),
  file(
    'flags that are missing',
    Buffer.concat([matHeader(), tag(14, 16), element(5, Buffer.alloc(8))]),
    /no readable flags/,
  ),
  {
    format: 'svhn',
    name: 'no test images',
    make: (folder) => writeTree(folder, { 'train_32x32.mat': packed }),
    words: /test_32x32\.mat not there/,
  },
  {
    format: 'svhn',
    name: 'training images twice',
    make: (folder) => writeTree(folder, { 'train_32x32.mat': packed, 'train_copy.mat': packed, 'test.mat': testFile }),
    words: /train images are also in/,
  },
]
