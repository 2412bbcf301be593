import type { DecodedDataset } from '../../../../src/main/lab/datasets/decoded.ts'

// Pickles as Python 2's cPickle wrote CIFAR-10's batches: protocol 2, str for bytes.

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}
export const shortString = (text: string): Buffer =>
  Buffer.concat([Buffer.of(0x55, text.length), Buffer.from(text, 'latin1')])
const binString = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.of(0x54), u32(bytes.length), bytes])
export const int = (value: number): Buffer => Buffer.concat([Buffer.of(0x4a), u32(value)])
const list = (items: Buffer[]): Buffer => Buffer.concat([Buffer.from(']('), ...items, Buffer.from('e')])
export const globalName = (module: string, name: string): Buffer => Buffer.from(`c${module}\n${name}\n`)

export function encodeArray(shape: number[], bytes: Uint8Array, module = 'numpy.core.multiarray'): Buffer {
  return Buffer.concat([
    globalName(module, '_reconstruct'),
    globalName('numpy', 'ndarray'),
    Buffer.from('K\0\x85', 'latin1'),
    shortString('b'),
    Buffer.from('\x87R(K\x01', 'latin1'),
    ...shape.map(int),
    Buffer.of(0x84 + shape.length),
    globalName('numpy', 'dtype'),
    shortString('u1'),
    Buffer.from('K\0K\x01\x87R(K\x03', 'latin1'),
    shortString('|'),
    Buffer.from('NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89', 'latin1'),
    binString(bytes),
    Buffer.from('tb'),
  ])
}

export function encodeDict(entries: [string, Buffer][]): Buffer {
  const items = entries.flatMap(([key, value]) => [shortString(key), value])
  return Buffer.concat([Buffer.of(0x80, 2), Buffer.from('}('), ...items, Buffer.from('u.')])
}

/** The pixels of some images, (image, channel, row, col). */
export function planesOf(images: Uint8Array, from: number, to: number): Buffer {
  const planes = Buffer.alloc((to - from) * 3072)
  for (let image = from; image < to; image++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let pixel = 0; pixel < 1024; pixel++) {
        planes[(image - from) * 3072 + channel * 1024 + pixel] = images[(image * 1024 + pixel) * 3 + channel] ?? 0
      }
    }
  }
  return planes
}

/** CIFAR-10's Python version: the training images over five batches. */
export function encodeCifar10Python({ train, test, classes }: DecodedDataset): Record<string, Buffer> {
  const perBatch = Math.ceil(train.count / 5)
  const encode = (split: DecodedDataset['train'], from: number, wanted: number): Buffer => {
    const to = Math.min(wanted, split.count)
    return encodeDict([
      ['batch_label', shortString('a batch')],
      ['labels', list([...split.labels.subarray(from, to)].map(int))],
      ['data', encodeArray([to - from, 3072], planesOf(split.images, from, to))],
      ['filenames', list(Array.from({ length: to - from }, (_, image) => shortString(`image_${image}.png`)))],
    ])
  }
  const files: Record<string, Buffer> = {}
  for (let batch = 0; batch < 5; batch++) {
    files[`data_batch_${batch + 1}`] = encode(train, batch * perBatch, (batch + 1) * perBatch)
  }
  files['test_batch'] = encode(test, 0, test.count)
  files['batches.meta'] = encodeDict([
    ['num_cases_per_batch', int(10_000)],
    ['label_names', list(classes.map(shortString))],
    ['num_vis', int(3072)],
  ])
  return files
}
