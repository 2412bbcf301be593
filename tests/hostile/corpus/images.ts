import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { createDataset, encodeTar } from '../../unit/datasets/files.ts'
import { chunk, encodeClassFolders, end, header, pngOf, signature } from '../../unit/datasets/writers/png.ts'
import { after, cut, onPosix, patch, writeOne, writeTree, type Files, type HostileFile } from './hostile-file.ts'

const set = createDataset({ height: 4, width: 4, channels: 3, classes: ['cat', 'dog'], train: 6, test: 4 })
const whole: Files = encodeClassFolders(set)
const image = 'train/dog/00003.png'
const png = whole[image] ?? Buffer.alloc(0)
const rows = deflateSync(Buffer.alloc(4 * 13))
const data = chunk('IDAT', rows)

const changed = (name: string, bytes: Uint8Array, words: RegExp): HostileFile => ({
  format: 'images',
  name,
  make: (folder) => writeTree(folder, { ...whole, [image]: bytes }),
  words,
})
const built = (name: string, parts: Uint8Array[], words: RegExp): HostileFile =>
  changed(name, Buffer.concat([signature, ...parts]), words)
const rgb = header(4, 4, 8, 2)
const tree = (name: string, files: Files, words: RegExp): HostileFile => ({
  format: 'images',
  name,
  make: (folder) => writeTree(folder, files),
  words,
})
const archive = (name: string, parts: Parameters<typeof encodeTar>[0], words: RegExp): HostileFile => ({
  format: 'images',
  name,
  make: (folder) => writeOne(folder, 'set.tar.gz', gzipSync(encodeTar(parts))),
  words,
})
const parts = Object.entries(whole).map(([name, content]) => ({ name, content }))
const only = (test: (name: string) => boolean): Files =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => test(name)))

function replaced(name: string, put: (path: string) => void, words: RegExp): HostileFile {
  const make = (folder: string): string => {
    writeTree(folder, whole)
    rmSync(join(folder, image))
    put(join(folder, image))
    return folder
  }
  return { format: 'images', name, make, words }
}

export const imageFiles: HostileFile[] = [
  ...[0, 7, 8, 20, 33, 40, png.length - 12, png.length - 1].map((length) =>
    changed(`cut at ${length}`, cut(png, length), /00003\.png: (no PNG|truncated)/),
  ),
  changed('no PNG', Buffer.from('\u00ff\u00d8\u00ff\u00e0 JFIF', 'latin1'), /no PNG \(byte 0\)/),
  changed('trailing bytes', after(png, 'more'), /4 bytes after its end/),
  changed('a checksum that is wrong', patch(png, 29, 1, 2, 3, 4), /chunk IHDR at byte 8 has a wrong checksum/),
  changed('a chunk that is too long', patch(png, 33, 0x7f, 0xff), /claims 2147418112|claims 21474\d+/),
  built('no width', [header(0, 4, 8, 2), data, end], /4×0 pixels/),
  built('a side of 2^31', [header(2 ** 31, 4, 8, 2), data, end], /4×2147483648 pixels/),
  built('the largest sides', [header(4096, 4096, 16, 6), data, end], /mixed image sizes: it is 4096×4096/),
  built('no header', [data, end], /chunk IDAT at byte 8, where it must not be/),
  built('two headers', [rgb, rgb, data, end], /chunk IHDR at byte 33/),
  built('a short header', [chunk('IHDR', Buffer.alloc(12)), data, end], /a header of 12 bytes/),
  built('no pixels', [rgb, end], /no pixels/),
  built('no end', [rgb, data], /truncated/),
  built('pixels apart', [rgb, data, chunk('tEXt', Buffer.from('x')), data, end], /pixels apart/),
  built('a critical chunk', [rgb, chunk('ABCD', Buffer.from('x')), data, end], /unknown chunk ABCD/),
  built('interlaced', [header(4, 4, 8, 2, 1), data, end], /interlaced; save it without/),
  built('colour type 5', [header(4, 4, 8, 5), data, end], /colour type 5/),
  built('3 bits', [header(4, 4, 3, 0), data, end], /with 3 bits/),
  built('4 bits of colour', [header(4, 4, 4, 2), data, end], /colour type 2 with 4 bits/),
  built(
    'another compression',
    [chunk('IHDR', Buffer.from([0, 0, 0, 4, 0, 0, 0, 4, 8, 2, 1, 0, 0])), data, end],
    /compression or filter method/,
  ),
  built('no palette', [header(4, 4, 8, 3), chunk('IDAT', deflateSync(Buffer.alloc(20))), end], /no palette/),
  built(
    'a palette too long',
    [header(4, 4, 8, 3), chunk('PLTE', Buffer.alloc(771)), data, end],
    /a palette of 771 bytes/,
  ),
  built(
    'a palette of no colours',
    [header(4, 4, 8, 3), chunk('PLTE', Buffer.alloc(0)), data, end],
    /a palette of 0 bytes/,
  ),
  built(
    'colours that are not there',
    [
      header(4, 4, 8, 3),
      chunk('PLTE', Buffer.alloc(3)),
      chunk('IDAT', deflateSync(Buffer.from([0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1]))),
      end,
    ],
    /palette does not have/,
  ),
  built('filter 9', [rgb, chunk('IDAT', deflateSync(Buffer.alloc(52, 9))), end], /row 0 has filter 9/),
  built(
    'too few pixels',
    [rgb, chunk('IDAT', deflateSync(Buffer.alloc(51))), end],
    /truncated: 51 of 52 bytes of pixels/,
  ),
  built(
    'too many pixels',
    [rgb, chunk('IDAT', deflateSync(Buffer.alloc(53))), end],
    /more pixels than its size allows/,
  ),
  built('a bomb', [rgb, chunk('IDAT', deflateSync(Buffer.alloc(2 ** 27))), end], /more pixels than its size allows/),
  built('broken zlib', [rgb, chunk('IDAT', patch(rows, 2, 0xff, 0xff)), end], /cannot be inflated/),
  tree(
    'a bomb first',
    {
      ...whole,
      'train/cat/00000.png': Buffer.concat([
        signature,
        header(4096, 4096, 16, 6),
        chunk('IDAT', deflateSync(Buffer.alloc(2 ** 20))),
        end,
      ]),
    },
    /pixels are too many/,
  ),
  tree(
    'mixed sizes',
    { ...whole, [image]: pngOf({ ...set, height: 2, width: 8 }, set.train.images.subarray(0, 48)) },
    /mixed image sizes: it is 2×8, the first 4×4/,
  ),
  tree('a photograph', { ...whole, 'train/dog/a.jpg': Buffer.from('x') }, /a\.jpg: no PNG image/),
  tree(
    'no test images',
    only((name) => name.startsWith('train/')),
    /no folder test/,
  ),
  tree(
    'no training images',
    only((name) => name.startsWith('test/')),
    /no folder train/,
  ),
  tree(
    'one class',
    only((name) => name.includes('/cat/')),
    /only one class/,
  ),
  tree(
    'a class without training images',
    only((name) => !name.startsWith('train/dog')),
    /class dog has no training image/,
  ),
  tree(
    'a file for a class',
    { ...whole, 'train/readme.txt': Buffer.from('x') },
    /readme\.txt: not a folder of a class/,
  ),
  tree(
    'no split',
    Object.fromEntries(Object.entries(whole).map(([name, bytes]) => [name.replace(/^(train|test)\//, ''), bytes])),
    /no split: put them into train\/<class>\//,
  ),
  tree('a class with an escape in its name', { ...whole, 'train/\u001b[2J/a.png': png }, /not a folder of a class/),
  tree('a file of 17 MB', { ...whole, [image]: Buffer.alloc(17 * 2 ** 20) }, /too many for an image/),
  ...onPosix(
    replaced('a device', (path) => symlinkSync('/dev/zero', path), /not an ordinary file/),
    replaced('a pipe', (path) => execFileSync('mkfifo', [path]), /not an ordinary file/),
    replaced('a link to nowhere', (path) => symlinkSync('/nowhere/at/all', path), /no such file/),
    replaced('a link to itself', (path) => symlinkSync(path, path), /cannot be read/),
  ),
  archive(
    'a name that leads up',
    [...parts, { name: 'train/../../cat/x.png', content: png }],
    /leads outside the archive/,
  ),
  archive(
    'a link in an archive',
    [...parts, { name: 'train/cat/link.png', content: Buffer.alloc(0), flag: '2' }],
    /is a link, not a file/,
  ),
  archive('an image twice', [...parts, { name: image, content: png }], /comes twice/),
  archive('an image twice in two folders', [...parts, { name: `./other/${image}`, content: png }], /comes twice/),
  archive('a photograph in an archive', [...parts, { name: 'test/cat/a.jpg', content: png }], /no PNG image/),
  archive(
    'an image of 20 MB',
    [...parts, { name: 'test/cat/a.png', content: Buffer.alloc(20 * 2 ** 20) }],
    /too many for an image/,
  ),
  archive(
    'no test images in an archive',
    parts.filter(({ name }) => name.startsWith('train')),
    /no image in test\/<class>\//,
  ),
]
