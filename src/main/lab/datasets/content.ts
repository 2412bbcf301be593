import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError, plainError } from '../../../shared/errors.ts'
import type { DecodedDataset } from './decoded.ts'
import {
  contentFiles,
  contentSizes,
  descriptionSchema,
  encodeDescription,
  sha256Of,
  type ContentDescription,
  type ContentFile,
} from './description.ts'
import type { Split } from './readers/reading.ts'

// The content store: <home>/datasets/<sha256>/ with four arrays and dataset.json, all read-only. A folder of that name is
// whole or not there: it is written and flushed under a staging name, then renamed.

const stagingPrefix = '.staging-'
const descriptionFile = 'dataset.json'
const mostDescription = 2 ** 20
const addAgain = 'remove the dataset and add it again'

const folderOf = (home: string): string => join(home, 'datasets')

/**
 * Stores a dataset. What is there already and intact is left alone, what is damaged is replaced.
 * @param fill writes the four arrays into the staging folder that it is given, and describes them
 * @returns its content hash, and the bytes that it takes on disk
 * @throws LabError `disk.full`, `home.unwritable`, and whatever `fill` throws; nothing is left behind then
 */
export async function storeContent(
  home: string,
  fill: (staging: string) => Promise<ContentDescription>,
): Promise<{ sha256: string; bytes: number; description: ContentDescription }> {
  const folder = folderOf(home)
  const staging = join(folder, `${stagingPrefix}${randomUUID()}`)
  try {
    await mkdir(staging, { recursive: true })
    const description = await fill(staging)
    const encoded = encodeDescription(description)
    const sha256 = sha256Of(encoded)
    const bytes = Object.values(contentSizes(description)).reduce((sum, size) => sum + size, encoded.length)
    if ((await verifyContent(home, sha256)) === null) {
      await rm(staging, { recursive: true, force: true })
      return { sha256, bytes, description }
    }
    for (const file of contentFiles) await seal(join(staging, file))
    await writeFile(join(staging, descriptionFile), encoded, { flag: 'wx' })
    await seal(join(staging, descriptionFile))
    await flushFolder(staging)
    await removeContent(home, sha256)
    await rename(staging, join(folder, sha256))
    await flushFolder(folder)
    return { sha256, bytes, description }
  } catch (thrown) {
    await rm(staging, { recursive: true, force: true }).catch(() => {}) // the first failure is the one to tell
    throw writeFailure(thrown, folder)
  }
}

/**
 * Reads a stored dataset and checks every byte of it.
 * @throws LabError `data.damaged`, `data.unreadable`
 */
export async function readContent(home: string, sha256: string): Promise<DecodedDataset> {
  const { height, width, channels, classes, ...description } = await readDescription(home, sha256)
  const sizes = contentSizes({ height, width, channels, classes, ...description })
  const read = (file: ContentFile): Promise<Uint8Array> =>
    readChecked(join(folderOf(home), sha256, file), sizes[file], description.sha256[file])
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
      await verifyFile(join(folderOf(home), sha256, file), sizes[file], description.sha256[file])
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
    readChecked(join(folderOf(home), sha256, file), sizes[file], description.sha256[file])
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
  const path = join(folderOf(home), sha256, 'train-images.bin')
  try {
    const images = new Uint8Array(chosen.length * imageBytes)
    const handle = await open(path, 'r')
    try {
      for (const [index, image] of chosen.entries()) {
        const { bytesRead } = await handle.read(images, index * imageBytes, imageBytes, image * imageBytes)
        if (bytesRead < imageBytes) throw damaged(path, `it ends in image ${image}`)
      }
      return images
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw readFailure(thrown, path)
  }
}

/** Removes a stored dataset; one that is not there is no error. @throws LabError `home.unwritable` */
export async function removeContent(home: string, sha256: string): Promise<void> {
  checkHash(sha256)
  const folder = folderOf(home)
  const away = join(folder, `${stagingPrefix}${randomUUID()}`)
  try {
    await rename(join(folder, sha256), away)
    await rm(away, { recursive: true, force: true })
  } catch (thrown) {
    if (!isMissing(thrown)) throw writeFailure(thrown, folder)
  }
}

/** Removes what an interrupted write or removal left behind. For the home's owner, before anything is written. */
export async function sweepContent(home: string): Promise<void> {
  const folder = folderOf(home)
  const present = await readdir(folder).catch(() => [])
  const left = present.filter((name) => name.startsWith(stagingPrefix))
  try {
    for (const name of left) await rm(join(folder, name), { recursive: true, force: true })
  } catch (thrown) {
    throw writeFailure(thrown, folder)
  }
}

async function readDescription(home: string, sha256: string): Promise<ContentDescription> {
  checkHash(sha256)
  const path = join(folderOf(home), sha256, descriptionFile)
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

/** Makes a written file read-only and puts it on disk. */
async function seal(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.chmod(0o444)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Windows keeps folders in order by itself, and refuses to open them. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A hash becomes part of a path, so nothing else may pass. */
function checkHash(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new LabError('data.damaged', `${sha256} is no content hash; ${addAgain}`)
}

function damaged(path: string, what: string, cause?: unknown): LabError {
  return new LabError('data.damaged', `${path}: damaged, ${what}; ${addAgain}`, { cause })
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}

function readFailure(thrown: unknown, path: string): LabError {
  if (thrown instanceof LabError) return thrown
  if (isMissing(thrown)) return damaged(path, 'the file is gone', thrown)
  const { code, message } = plainError(thrown)
  if (code !== 'internal') return new LabError(code, message, { cause: thrown })
  return damaged(path, message, thrown)
}

function writeFailure(thrown: unknown, folder: string): LabError {
  if (thrown instanceof LabError) return thrown
  const { code, message } = plainError(thrown)
  if (code === 'disk.full') return new LabError(code, `${folder}: ${message}`, { cause: thrown })
  const what = thrown instanceof Error ? thrown.message : String(thrown)
  const remedy = 'check its permissions, or choose another home with --home'
  return new LabError('home.unwritable', `${folder}: cannot be written (${what}); ${remedy}`, { cause: thrown })
}
