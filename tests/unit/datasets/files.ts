import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { LabError, type ErrorCode } from '../../../src/shared/errors.ts'
import type { DecodedDataset } from '../../../src/main/lab/datasets/decoded.ts'

/** A folder that goes when the test ends. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketscope-datasets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function writeFiles(folder: string, files: Record<string, Uint8Array>): string {
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}

/** An IDX file: magic number, sizes, values; `sizes` and `magic` may lie. */
export function encodeIdx(sizes: number[], values: Uint8Array, magic = 0x0800 + sizes.length): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length)
  header.writeUInt32BE(magic, 0)
  sizes.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis))
  return Buffer.concat([header, values])
}

/** The four files of the MNIST family. */
export function encodeIdxSet({ height, width, train, test }: DecodedDataset): Record<IdxFile, Buffer> {
  return {
    'train-images-idx3-ubyte': encodeIdx([train.count, height, width], train.images),
    'train-labels-idx1-ubyte': encodeIdx([train.count], train.labels),
    't10k-images-idx3-ubyte': encodeIdx([test.count, height, width], test.images),
    't10k-labels-idx1-ubyte': encodeIdx([test.count], test.labels),
  }
}

export type IdxFile =
  | 'train-images-idx3-ubyte'
  | 'train-labels-idx1-ubyte'
  | 't10k-images-idx3-ubyte'
  | 't10k-labels-idx1-ubyte'

/** CIFAR-10's binary version: the training images over five batches, records of label, red, green, blue. */
export function encodeCifar10({ train, test, classes }: DecodedDataset): Record<string, Buffer> {
  const perBatch = Math.ceil(train.count / 5)
  const encode = (split: DecodedDataset['train'], from: number, to: number): Buffer => {
    const records: Buffer[] = []
    for (let image = from; image < Math.min(to, split.count); image++) {
      const record = Buffer.alloc(3073)
      record[0] = split.labels[image] ?? 0
      for (let channel = 0; channel < 3; channel++) {
        for (let pixel = 0; pixel < 1024; pixel++) {
          record[1 + channel * 1024 + pixel] = split.images[(image * 1024 + pixel) * 3 + channel] ?? 0
        }
      }
      records.push(record)
    }
    return Buffer.concat(records)
  }
  const files: Record<string, Buffer> = {}
  for (let batch = 0; batch < 5; batch++) {
    files[`data_batch_${batch + 1}.bin`] = encode(train, batch * perBatch, (batch + 1) * perBatch)
  }
  files['test_batch.bin'] = encode(test, 0, test.count)
  files['batches.meta.txt'] = Buffer.from(`${classes.join('\n')}\n\n`)
  return files
}

export interface TarPart {
  name: string
  content: Uint8Array
  /** Default '0', an ordinary file. */
  flag?: string
  /** Default the content's length. */
  size?: number
}

/** A ustar archive with 1,024 zero bytes at its end. */
export function encodeTar(parts: TarPart[]): Buffer {
  const blocks = parts.flatMap(({ name, content, flag = '0', size = content.length }) => {
    const header = Buffer.alloc(512)
    header.write(name, 0, 100, 'latin1')
    header.write('0000644\0', 100, 'latin1')
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
    header.write('        ', 148, 'latin1')
    header.write(flag, 156, 'latin1')
    header.write('ustar\0', 257, 'latin1')
    header.write('00', 263, 'latin1')
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    return [header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

/** Made-up images; labels go round the classes. */
export function createDataset(options: Partial<Shape> = {}): DecodedDataset {
  const { height, width, channels, classes, train, test } = { ...defaultShape, ...options }
  const split = (count: number, salt: number): DecodedDataset['train'] => ({
    images: Uint8Array.from({ length: count * height * width * channels }, (_, index) => (index * 37 + salt) % 251),
    labels: Uint8Array.from({ length: count }, (_, image) => (image + salt) % classes.length),
    count,
  })
  return { height, width, channels, classes, train: split(train, 0), test: split(test, 3) }
}

interface Shape {
  height: number
  width: number
  channels: number
  classes: string[]
  train: number
  test: number
}

export const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit))
const defaultShape: Shape = { height: 5, width: 4, channels: 1, classes: digitNames, train: 25, test: 11 }
export const cifarNames = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
export const cifarShape: Shape = { height: 32, width: 32, channels: 3, classes: cifarNames, train: 14, test: 3 }

/** Expects a LabError of this code whose single line names the place and says what to do. */
export async function expectFailure(work: Promise<unknown>, code: ErrorCode, ...words: (string | RegExp)[]) {
  const thrown: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(thrown).toBeInstanceOf(LabError)
  if (!(thrown instanceof LabError)) return
  expect(`${thrown.code}: ${thrown.message}`).toMatch(new RegExp(`^${code}: .+: .+; .+$`))
  for (const word of words) expect(thrown.message).toMatch(word)
}
