import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectFile } from './byte-source.ts'
import {
  createImageCollector,
  imageParts,
  isLitter,
  isPlainName,
  type ImageCollector,
  type ImagePart,
} from './class-images.ts'
import { copyAgain, dataError, fileFailure } from './failures.ts'
import type { Reading, ReadSet } from './reading.ts'
import { readTar } from './tar.ts'

/** The largest PNG file that is read. */
const mostFile = 16 * 2 ** 20
/** How often the loop over files lets go, so that progress gets out and a stop gets in. */
const filesAtOnce = 512

/**
 * Reads PNG images of one size by class: a folder, or a .tar.gz or .tar, with train/<class>/*.png and test/<class>/*.png;
 * valid/<class>/*.png goes to the training images when it is included. CINIC-10 is published like this
 * (https://datashare.ed.ac.uk/handle/10283/3192). Images are put in the order of class and file name.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function readClassFolders(path: string, reading: Reading): Promise<ReadSet> {
  const status = await stat(path).catch((thrown: unknown) => {
    throw fileFailure(thrown, path)
  })
  const collector = createImageCollector(reading)
  await (status.isDirectory() ? readFolder(path, reading, collector) : readArchive(path, reading, collector))
  return collector.finish(path)
}

/** Whether a folder has train or test folders in it. */
export async function holdsClassFolders(folder: string): Promise<boolean> {
  const present = await listFolder(folder)
  return present.some(({ name, folder: isFolder }) => isFolder && (name === 'train' || name === 'test'))
}

/** The part, class and file that an archive's entry names; null for anything else. */
export function splitEntryName(name: string): { part: ImagePart; className: string; fileName: string } | null {
  const steps = name.replace(/^\.\//, '').split('/')
  const [fileName, className, part, ...above] = steps.toReversed()
  if (above.length > 1 || fileName === undefined || className === undefined) return null
  const found = imageParts.find((known) => known === part)
  if (!found || !isPlainName(className) || !isPlainName(fileName) || isLitter(fileName)) return null
  return { part: found, className, fileName }
}

async function readArchive(path: string, reading: Reading, collector: ImageCollector): Promise<void> {
  reading.expect((await inspectFile(path)).size)
  const source = await reading.open(path)
  try {
    const wanted = (name: string): string | null => {
      const image = splitEntryName(name)
      return image ? `${image.part}/${image.className}/${image.fileName}` : null
    }
    await readTar(source, wanted, async ({ name, size }) => {
      const place = `${path} (${name})`
      checkImageFile(name, size, place)
      const file = await source.take(size, name)
      const image = splitEntryName(name)
      if (image?.part === 'valid') reading.offer('valid')
      if (image && isIncluded(image.part, reading)) collector.add(image, file, place)
    })
  } finally {
    source.close()
  }
}

async function readFolder(folder: string, reading: Reading, collector: ImageCollector): Promise<void> {
  const files: { part: ImagePart; className: string; names: string[] }[] = []
  if ((await listFolder(folder)).some(({ name }) => name === 'valid')) reading.offer('valid')
  for (const part of imageParts) {
    if (!isIncluded(part, reading)) continue
    const classes = await listFolder(join(folder, part)).catch((thrown: unknown) => {
      if (part === 'valid') throw thrown
      throw dataError('data.missing', folder, `no folder ${part} in it`, `put images into ${part}/<class>/`, thrown)
    })
    for (const { name: className, folder: isFolder } of classes) {
      if (isLitter(className)) continue
      if (!isFolder || !isPlainName(className)) {
        throw dataError('data.format', join(folder, part, className), 'not a folder of a class', 'move it away')
      }
      const names = (await listFolder(join(folder, part, className))).map(({ name }) => name)
      files.push({ part, className, names: names.filter((name) => !isLitter(name)).toSorted() })
    }
  }
  reading.expect(files.reduce((sum, { names }) => sum + names.length, 0))
  let read = 0
  for (const { part, className, names } of files.toSorted(byPartAndClass)) {
    for (const fileName of names) {
      const place = join(folder, part, className, fileName)
      collector.add({ part, className, fileName }, readImageFile(place), place)
      if (++read % filesAtOnce === 0) {
        reading.advance(filesAtOnce)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }
}

type ClassFolder = { part: ImagePart; className: string }
function byPartAndClass(a: ClassFolder, b: ClassFolder): number {
  return imageParts.indexOf(a.part) - imageParts.indexOf(b.part) || (a.className < b.className ? -1 : 1)
}

function isIncluded(part: ImagePart, reading: Reading): boolean {
  return part !== 'valid' || reading.include.includes('valid')
}

function checkImageFile(name: string, size: number, place: string): void {
  if (!/\.png$/i.test(name)) throw dataError('data.format', place, 'no PNG image', 'convert it, or move it away')
  if (size > mostFile) throw dataError('data.format', place, `${size} bytes are too many for an image`, copyAgain)
}

/** Sets have hundreds of thousands of files: read at once, without waiting. A pipe or device is not waited for either. */
function readImageFile(path: string): Uint8Array {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (thrown) {
    throw fileFailure(thrown, path)
  }
  try {
    const status = fstatSync(file)
    if (!status.isFile()) throw dataError('data.format', path, 'not an ordinary file', 'move it away')
    checkImageFile(path, status.size, path)
    const bytes = new Uint8Array(status.size)
    for (let filled = 0; filled < bytes.length;) {
      const count = readSync(file, bytes, filled, bytes.length - filled, filled)
      if (count === 0) throw dataError('data.format', path, 'truncated while it was read', copyAgain)
      filled += count
    }
    return bytes
  } catch (thrown) {
    throw fileFailure(thrown, path)
  } finally {
    closeSync(file)
  }
}

async function listFolder(folder: string): Promise<{ name: string; folder: boolean }[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return await Promise.all(
      entries.map(async (entry) => ({
        name: entry.name,
        folder: entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(folder, entry.name)))),
      })),
    )
  } catch (thrown) {
    throw fileFailure(thrown, folder)
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => null) // a link that leads nowhere is none
  return status?.isDirectory() ?? false
}
