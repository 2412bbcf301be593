import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError, plainError } from '../../../shared/errors.ts'
import { checkHash, contentFolder, descriptionFile, isMissing } from './content-folder.ts'
import type { DecodedDataset } from './decoded.ts'
import {
  contentFiles,
  contentSizes,
  descriptionSchema,
  sha256Of,
  type ContentDescription,
  type ContentFile,
} from './description.ts'
import type { Split } from './readers/reading.ts'

const mostDescription = 2 ** 20
const addAgain = 'remove the dataset and add it again'

/**
 * Reads a stored dataset and checks every byte of it.
 * @throws LabError `data.damaged`, `data.unreadable`
 */
export async function readContent(home: string, sha256: string): Promise<DecodedDataset> {
  const { height, width, channels, classes, ...description } = await readDescription(home, sha256)
  const sizes = contentSizes({ height, width, channels, classes, ...description })
  const read = (file: ContentFile): Promise<Uint8Array> =>
    readChecked(join(contentFolder(home), sha256, file), sizes[file], description.sha256[file])
  return {
    height,
    width,
    channels,
    classes,
    train: {
      images: await read('train-images.bin'),
      labels: await read('train-labels.bin'),
      count: description.train,
    },
    test: { images: await read('test-images.bin'), labels: await read('test-labels.bin'), count: description.test },
  }
}

/** What is wrong with a stored dataset, in one line; null when every byte is as it was written. */
export async function verifyContent(home: string, sha256: string): Promise<string | null> {
  try {
    const description = await readDescription(home, sha256)
    const sizes = contentSizes(description)
    for (const file of contentFiles) {
      await verifyFile(join(contentFolder(home), sha256, file), sizes[file], description.sha256[file])
    }
    return null
  } catch (thrown) {
    return plainError(thrown).message
  }
}

/** The labels of a stored dataset, checked. @throws LabError `data.damaged`, `data.unreadable` */
export async function readContentLabels(home: string, sha256: string): Promise<Record<Split, Uint8Array>> {
  const description = await readDescription(home, sha256)
  const sizes = contentSizes(description)
  const read = (file: ContentFile): Promise<Uint8Array> =>
    readChecked(join(contentFolder(home), sha256, file), sizes[file], description.sha256[file])
  return { train: await read('train-labels.bin'), test: await read('test-labels.bin') }
}

/**
 * Some training images of a stored dataset, without reading and checking all of them: for looking at.
 * @param chosen image indices
 * @returns (chosen image, row, col, channel)
 * @throws LabError `data.damaged`, `data.unreadable`
 */
export async function readContentImages(home: string, sha256: string, chosen: Uint32Array): Promise<Uint8Array> {
  const { height, width, channels } = await readDescription(home, sha256)
  const imageBytes = height * width * channels
  const path = join(contentFolder(home), sha256, 'train-images.bin')
  try {
    const images = new Uint8Array(chosen.length * imageBytes)
    const handle = await open(path, 'r')
    try {
      for (let index = 0; index < chosen.length;) {
        const first = chosen[index] ?? 0
        let count = 1 // neighbours are read together
        while (chosen[index + count] === first + count) count++
        const wanted = count * imageBytes
        const { bytesRead } = await handle.read(images, index * imageBytes, wanted, first * imageBytes)
        if (bytesRead < wanted) throw damaged(path, `it ends in image ${first + Math.floor(bytesRead / imageBytes)}`)
        index += count
      }
      return images
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw readFailure(thrown, path)
  }
}

async function readDescription(home: string, sha256: string): Promise<ContentDescription> {
  checkHash(sha256)
  const path = join(contentFolder(home), sha256, descriptionFile)
  try {
    const { size } = await stat(path)
    if (size > mostDescription) throw damaged(path, 'it is too large')
    const bytes = await readFile(path)
    if (sha256Of(bytes) !== sha256) throw damaged(path, 'its bytes are not those that were written')
    return descriptionSchema.parse(JSON.parse(bytes.toString('utf8')))
  } catch (thrown) {
    throw readFailure(thrown, path)
  }
}

async function readChecked(path: string, size: number, sha256: string): Promise<Uint8Array> {
  try {
    const status = await stat(path)
    if (status.size !== size) throw damaged(path, `${status.size} bytes instead of ${size}`)
    const handle = await open(path, 'r')
    try {
      const bytes = new Uint8Array(size)
      let filled = 0
      while (filled < size) {
        const { bytesRead } = await handle.read(bytes, filled, size - filled, filled)
        if (bytesRead === 0) throw damaged(path, `it ends at byte ${filled} of ${size}`)
        filled += bytesRead
      }
      if (sha256Of(bytes) !== sha256) throw damaged(path, 'its bytes are not those that were written')
      return bytes
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw readFailure(thrown, path)
  }
}

async function verifyFile(path: string, size: number, sha256: string): Promise<void> {
  try {
    const status = await stat(path)
    if (status.size !== size) throw damaged(path, `${status.size} bytes instead of ${size}`)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
    if (hash.digest('hex') !== sha256) throw damaged(path, 'its bytes are not those that were written')
  } catch (thrown) {
    throw readFailure(thrown, path)
  }
}

function damaged(path: string, what: string, cause?: unknown): LabError {
  return new LabError('data.damaged', `${path}: damaged, ${what}; ${addAgain}`, { cause })
}

function readFailure(thrown: unknown, path: string): LabError {
  if (thrown instanceof LabError) return thrown
  if (isMissing(thrown)) return damaged(path, 'the file is gone', thrown)
  const { code, message } = plainError(thrown)
  if (code !== 'internal') return new LabError(code, message, { cause: thrown })
  return damaged(path, message, thrown)
}
