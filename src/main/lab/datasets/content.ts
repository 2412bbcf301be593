import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError, plainError } from '../../../shared/errors.ts'
import { checkHash, contentFolder, descriptionFile, isMissing } from './content-folder.ts'
import { verifyContent } from './content-reading.ts'
import { contentFiles, contentSizes, encodeDescription, sha256Of, type ContentDescription } from './description.ts'

const stagingPrefix = '.staging-'

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
  const folder = contentFolder(home)
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

/** Removes a stored dataset; one that is not there is no error. @throws LabError `home.unwritable` */
export async function removeContent(home: string, sha256: string): Promise<void> {
  checkHash(sha256)
  const folder = contentFolder(home)
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
  const folder = contentFolder(home)
  const present = await readdir(folder).catch(() => [])
  const left = present.filter((name) => name.startsWith(stagingPrefix))
  try {
    for (const name of left) await rm(join(folder, name), { recursive: true, force: true })
  } catch (thrown) {
    throw writeFailure(thrown, folder)
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

function writeFailure(thrown: unknown, folder: string): LabError {
  if (thrown instanceof LabError) return thrown
  const { code, message } = plainError(thrown)
  if (code === 'disk.full') return new LabError(code, `${folder}: ${message}`, { cause: thrown })
  const what = thrown instanceof Error ? thrown.message : String(thrown)
  const remedy = 'check its permissions, or choose another home with --home'
  return new LabError('home.unwritable', `${folder}: cannot be written (${what}); ${remedy}`, { cause: thrown })
}
