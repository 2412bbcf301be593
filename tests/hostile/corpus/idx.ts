import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createDataset, encodeIdx, encodeIdxSet } from '../../unit/datasets/files.ts'
import { after, bytes32, cut, onPosix, patch, writeTree, type Files, type HostileFile } from './hostile-file.ts'

const set = createDataset()
const whole: Files = encodeIdxSet(set)
const images = 'train-images-idx3-ubyte'
const labels = 'train-labels-idx1-ubyte'
const imageBytes = whole[images] ?? Buffer.alloc(0)
const labelBytes = whole[labels] ?? Buffer.alloc(0)

const changed = (name: string, file: string, bytes: Uint8Array, words: RegExp): HostileFile => ({
  format: 'idx',
  name,
  make: (folder) => writeTree(folder, { ...whole, [file]: bytes }),
  words,
})

function without(name: string, file: string, put: (path: string) => void, words: RegExp): HostileFile {
  const make = (folder: string): string => {
    writeTree(folder, Object.fromEntries(Object.entries(whole).filter(([other]) => other !== file)))
    put(join(folder, file))
    return folder
  }
  return { format: 'idx', name, make, words }
}

/** 25 images' header, then 400 MiB of zeros in gzip members: 400 kB. */
function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(8 * 2 ** 20))
  return Buffer.concat([gzipSync(imageBytes.subarray(0, 16)), ...Array.from({ length: 50 }, () => member)])
}

export const idxFiles: HostileFile[] = [
  changed('empty images', images, cut(imageBytes, 0), /truncated before the end of its magic number/),
  ...[4, 8, 12, 15, 16, 17, 300, imageBytes.length - 1].map((length) =>
    changed(`images cut at ${length}`, images, cut(imageBytes, length), /train-images.*truncated/),
  ),
  ...[4, 7, 8, 20].map((length) =>
    changed(`labels cut at ${length}`, labels, cut(labelBytes, length), /train-labels.*truncated/),
  ),
  changed('four axes', images, patch(imageBytes, 3, 4), /magic number 0x00000804 at byte 0/),
  changed('floats', images, patch(imageBytes, 2, 13), /magic number 0x00000d03/),
  changed('no images', images, patch(imageBytes, 4, 0, 0, 0, 0), /zero images \(byte 4\)/),
  changed('no height', images, patch(imageBytes, 8, 0, 0, 0, 0), /25 images of 0×4/),
  changed('negative height', images, patch(imageBytes, 8, ...bytes32(-5)), /4294967291×4/),
  changed('too many images', images, patch(imageBytes, 4, ...bytes32(-1)), /claims 4294967295 images/),
  changed(
    'overflowing product',
    images,
    patch(imageBytes, 4, ...bytes32(2 ** 20), 0, 0, 16, 0, 0, 0, 16, 0),
    /claims 1048576 images of 4096×4096/,
  ),
  changed('a few images too many', images, patch(imageBytes, 7, 26), /truncated/),
  changed('too many labels', labels, patch(labelBytes, 4, ...bytes32(-1)), /4294967295 labels/),
  changed('trailing bytes', images, after(imageBytes, 'more'), /more bytes than its header claims, from byte 516/),
  changed(
    'zeros after gzip',
    images,
    after(gzipSync(imageBytes), Buffer.alloc(9)),
    /bytes after the end of the gzip data/,
  ),
  changed('words after gzip', images, after(gzipSync(imageBytes), 'more'), /gzip data is broken/),
  changed('gzip cut', images, cut(gzipSync(imageBytes), -4), /gzip data is broken/),
  changed(
    'gzip checksum',
    images,
    patch(gzipSync(imageBytes), gzipSync(imageBytes).length - 7, 1),
    /gzip data is broken/,
  ),
  changed('gzip bomb', images, bomb(), /more bytes than its header claims|truncated/),
  changed(
    'another number of labels',
    labels,
    encodeIdx([24], set.train.labels.subarray(1)),
    /25 images, but 24 labels/,
  ),
  changed('label out of range', labels, patch(labelBytes, 10, 200), /image 2 \(byte 10\) has label 200/),
  {
    format: 'idx',
    name: 'one class',
    make: (folder) =>
      writeTree(folder, {
        ...whole,
        [labels]: encodeIdx([25], new Uint8Array(25)),
        't10k-labels-idx1-ubyte': encodeIdx([11], new Uint8Array(11)),
      }),
    words: /every label is 0/,
  },
  changed('other size in the test set', 't10k-images-idx3-ubyte', encodeIdx([11, 4, 5], set.test.images), /4×5.*5×4/),
  changed('the training images twice', 'train-images.gz', imageBytes, /train images are also in/),
  without('labels missing', labels, () => {}, /no IDX file with train labels/),
  without('a folder for a file', images, mkdirSync, /no IDX file with train images/),
  ...onPosix(
    without('a device', images, (path) => symlinkSync('/dev/zero', path), /not an ordinary file/),
    without('a pipe', images, (path) => execFileSync('mkfifo', [path]), /not an ordinary file/),
    without('a link to nowhere', images, (path) => symlinkSync('/nowhere/at/all', path), /no such file/),
  ),
]
