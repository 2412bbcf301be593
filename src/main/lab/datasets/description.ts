import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { DecodedDataset } from './decoded.ts'

export const contentFiles = ['train-images.bin', 'train-labels.bin', 'test-images.bin', 'test-labels.bin'] as const
export type ContentFile = (typeof contentFiles)[number]

const size = z
  .int()
  .min(1)
  .max(2 ** 31)
const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** What dataset.json says. It names every other file's hash, so its own hash stands for the whole content. */
export const descriptionSchema = z.strictObject({
  version: z.literal(1),
  height: size,
  width: size,
  channels: size,
  classes: z.array(z.string()).min(1),
  /** Numbers of images. */
  train: size,
  test: size,
  sha256: z.strictObject({
    'train-images.bin': hash,
    'train-labels.bin': hash,
    'test-images.bin': hash,
    'test-labels.bin': hash,
  }),
})

export type ContentDescription = z.infer<typeof descriptionSchema>

/** The arrays of a dataset under the names of the files that hold them. */
function contentArrays(decoded: DecodedDataset): Record<ContentFile, Uint8Array> {
  return {
    'train-images.bin': decoded.train.images,
    'train-labels.bin': decoded.train.labels,
    'test-images.bin': decoded.test.images,
    'test-labels.bin': decoded.test.labels,
  }
}

/** Hashes a dataset's arrays; the order of the fields is part of the format. */
function describeContent(decoded: DecodedDataset): ContentDescription {
  const { height, width, channels, classes, train, test } = decoded
  const arrays = contentArrays(decoded)
  return {
    version: 1,
    height,
    width,
    channels,
    classes,
    train: train.count,
    test: test.count,
    sha256: {
      'train-images.bin': sha256Of(arrays['train-images.bin']),
      'train-labels.bin': sha256Of(arrays['train-labels.bin']),
      'test-images.bin': sha256Of(arrays['test-images.bin']),
      'test-labels.bin': sha256Of(arrays['test-labels.bin']),
    },
  }
}

/** dataset.json, byte for byte. */
export function encodeDescription(description: ContentDescription): Buffer {
  return Buffer.from(`${JSON.stringify(description, null, 2)}\n`)
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 of the decoded content: of dataset.json, and through it of every byte, shape and class name. */
export function contentHash(decoded: DecodedDataset): string {
  return sha256Of(encodeDescription(describeContent(decoded)))
}

/** Bytes that each file must have. */
export function contentSizes(description: ContentDescription): Record<ContentFile, number> {
  const imageBytes = description.height * description.width * description.channels
  return {
    'train-images.bin': description.train * imageBytes,
    'train-labels.bin': description.train,
    'test-images.bin': description.test * imageBytes,
    'test-labels.bin': description.test,
  }
}
