import { readdir, stat } from 'node:fs/promises'
import { openByteSource, type ByteSource } from './byte-source.ts'
import { readCifar10Binary, binaryVersion } from './cifar10-binary.ts'
import { batchFiles, shortName, type CifarVersion } from './cifar10-batches.ts'
import { pythonVersion, readCifar10Python } from './cifar10-python.ts'
import { holdsClassFolders, readClassFolders, splitEntryName } from './class-folders.ts'
import { copyAgain, dataError, fileFailure } from './failures.ts'
import { holdsIdx, readIdx } from './idx.ts'
import { isMat } from './mat.ts'
import { readNpz } from './npz.ts'
import { isPng } from './png/index.ts'
import type { ExtraPart, Reader } from './reading.ts'
import { holdsSvhn, readSvhn } from './svhn.ts'
import { isTarHeader } from './tar-header.ts'
import { tarNames } from './tar.ts'

export type DatasetFormat = 'idx' | 'cifar10-binary' | 'cifar10-python' | 'svhn' | 'npz' | 'images'

/** One reader per format. */
export const readers: Record<DatasetFormat, Reader> = {
  idx: readIdx,
  'cifar10-binary': readCifar10Binary,
  'cifar10-python': readCifar10Python,
  svhn: readSvhn,
  npz: readNpz,
  images: readClassFolders,
}

/** The parts that a set of a format may have beside train and test. */
const extraParts: Partial<Record<DatasetFormat, ExtraPart>> = { svhn: 'extra', images: 'valid' }

/** @throws LabError `usage` when a part is to be included that sets of this format do not have */
export function checkParts(path: string, format: DatasetFormat, include: readonly ExtraPart[]): void {
  const odd = include.find((part) => extraParts[format] !== part)
  if (odd === undefined) return
  throw dataError('usage', path, `sets of the format ${format} have no part "${odd}"`, `leave --${odd} out`)
}

const remedy =
  'give CIFAR-10 or CINIC-10 as .tar.gz or folder, the folder of SVHN’s .mat files, four IDX files, an .npz, or PNG images in train/<class>/ and test/<class>/'

/**
 * Which reader a file or folder needs, by what is in it.
 * @throws LabError `data.missing`, `data.unreadable`; `data.format` when no reader knows it
 */
export async function detectFormat(path: string): Promise<DatasetFormat> {
  const status = await stat(path).catch((thrown: unknown) => {
    throw fileFailure(thrown, path)
  })
  return status.isDirectory() ? detectFolder(path) : detectFile(path)
}

async function detectFolder(folder: string): Promise<DatasetFormat> {
  const entries = await readdir(folder).catch((thrown: unknown) => {
    throw fileFailure(thrown, folder)
  })
  const holds = (version: CifarVersion): boolean => batchFiles(version).some((file) => entries.includes(file))
  if (holds(binaryVersion)) return 'cifar10-binary'
  if (holds(pythonVersion)) return 'cifar10-python'
  if (await holdsClassFolders(folder)) return 'images'
  if (await holdsSvhn(folder)) return 'svhn'
  if (await holdsIdx(folder)) return 'idx'
  throw dataError('data.format', folder, 'no file of a known format in this folder', await hint(folder, entries))
}

/** What may have been meant: a folder or archive inside, or folders of classes without a split. */
async function hint(folder: string, entries: string[]): Promise<string> {
  const inside = entries.find((entry) => /^cifar-10-batches-(py|bin)$|^cinic-?10$/i.test(entry))
  if (inside !== undefined) return `give the folder ${inside} inside it`
  const archive = entries.find((entry) => /\.(tar\.gz|tgz|tar|npz)$/i.test(entry))
  if (archive !== undefined) return `give the file ${archive} inside it`
  for (const entry of entries.slice(0, 3)) {
    const files = await readdir(`${folder}/${entry}`).catch(() => []) // not a folder: no hint from it
    if (files.some((file) => /\.png$/i.test(file))) {
      return 'its images have no split: put them into train/<class>/ and test/<class>/'
    }
  }
  return remedy
}

async function detectFile(path: string): Promise<DatasetFormat> {
  const source = await openByteSource(path)
  try {
    const head = Buffer.from(await source.takeSome(512))
    if (isTarHeader(head)) return await detectArchive(path)
    if (!source.zipped && head.toString('latin1', 0, 2) === 'PK') return 'npz'
    throw dataError('data.format', path, describeHead(head), remedy)
  } finally {
    source.close()
  }
}

/** What a file is that is known, but not enough by itself. */
function describeHead(head: Buffer): string {
  if (head[0] === 0 && head[1] === 0 && head[2] === 8) return 'one IDX file alone'
  if (isMat(head)) return 'one MAT file alone'
  if (head.toString('latin1', 0, 10) === 'MATLAB 7.3') return 'a MAT file of version 7.3'
  if (isPng(head)) return 'one image alone'
  if (head.toString('latin1', 1, 6) === 'NUMPY') return 'one array alone'
  if (head[0] === 0x80 && (head[1] ?? 9) <= 5) return 'one pickle alone'
  return 'not of a known format'
}

/** By the first entry whose name one of the formats has. */
async function detectArchive(path: string): Promise<DatasetFormat> {
  let source: ByteSource | null = null
  try {
    source = await openByteSource(path)
    for await (const name of tarNames(source)) {
      for (const [format, version] of [
        ['cifar10-binary', binaryVersion],
        ['cifar10-python', pythonVersion],
      ] as const) {
        if (shortName(name, version, batchFiles(version)) !== null) return format
      }
      if (splitEntryName(name)) return 'images'
    }
  } finally {
    source?.close()
  }
  throw dataError('data.format', path, 'no entry of a known format in this archive', `${remedy}; or ${copyAgain}`)
}
