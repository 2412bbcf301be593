import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectFile, type ByteSource } from './byte-source.ts'
import { dataError, fileFailure } from './failures.ts'
import { joinParts, type WrittenPart } from './parts.ts'
import type { Reading, ReadSet, Split } from './reading.ts'
import { readTar, type TarEntry } from './tar.ts'

const side = 32
const plane = side * side
export const cifarImageBytes = 3 * plane
export const cifarNames = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']

export type WriteImages = (images: Uint8Array, count: number) => void

/** One of the two versions in which CIFAR-10 is published: how its files are called, and what is in them. */
export interface CifarVersion {
  /** The folder's name in the archive. */
  folder: string
  /** After data_batch_1 … data_batch_5 and test_batch. */
  suffix: string
  /** The file with the class names; without it the published names are taken. */
  meta: string
  /**
   * Gives a batch's images to `write` and its labels back; takes exactly `size` bytes.
   * @param place the file, for messages
   */
  readBatch(source: ByteSource, size: number, place: string, write: WriteImages): Promise<Uint8Array>
  /** Takes exactly `size` bytes. */
  readNames(source: ByteSource, size: number, place: string): Promise<string[]>
}

const trainBatches = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}`)
const testBatch = 'test_batch'
const batches = [...trainBatches, testBatch]

/** The batches of a version, by file name. */
export function batchFiles({ suffix }: Pick<CifarVersion, 'suffix'>): string[] {
  return batches.map((batch) => `${batch}${suffix}`)
}

/**
 * Reads the six batches from a folder, or from an archive in whatever order they lie there.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function readCifar(path: string, reading: Reading, version: CifarVersion): Promise<ReadSet> {
  const status = await stat(path).catch((thrown: unknown) => {
    throw fileFailure(thrown, path)
  })
  const found = createFindings(reading, version)
  await (status.isDirectory() ? readFolder(path, reading, found) : readArchive(path, reading, found))
  const missing = batches.filter((batch) => !found.parts.has(batch)).map((batch) => `${batch}${version.suffix}`)
  if (missing.length > 0) {
    const remedy = 'add what is missing, or download the set again'
    throw dataError('data.missing', path, `${missing.join(', ')} not there`, remedy)
  }
  return {
    height: side,
    width: side,
    channels: 3,
    classes: found.classes() ?? [...cifarNames],
    train: joinParts(trainBatches.flatMap((batch) => found.parts.get(batch) ?? [])),
    test: joinParts([testBatch].flatMap((batch) => found.parts.get(batch) ?? [])),
  }
}

interface Findings {
  parts: ReadonlyMap<string, WrittenPart>
  classes(): string[] | null
  /** Files to look for. */
  wanted: string[]
  version: CifarVersion
  read(source: ByteSource, place: string, entry: TarEntry): Promise<void>
}

function createFindings(reading: Reading, version: CifarVersion): Findings {
  const parts = new Map<string, WrittenPart>()
  const written = { train: 0, test: 0 }
  let classes: string[] | null = null
  return {
    parts,
    classes: () => classes,
    wanted: [...batchFiles(version), version.meta],
    version,
    async read(source, place, { name, size }) {
      if (name === version.meta) {
        classes = await version.readNames(source, size, place)
        return
      }
      const batch = name.slice(0, name.length - version.suffix.length)
      const split: Split = batch === testBatch ? 'test' : 'train'
      const labels = await version.readBatch(source, size, place, (images, count) =>
        reading.write(split, images, count),
      )
      parts.set(batch, { start: written[split], labels })
      written[split] += labels.length
    },
  }
}

async function readFolder(folder: string, reading: Reading, found: Findings): Promise<void> {
  const present = await readdir(folder).catch((thrown: unknown) => {
    throw fileFailure(thrown, folder)
  })
  const files = found.wanted.filter((file) => present.includes(file))
  const sizes = await Promise.all(files.map((file) => inspectFile(join(folder, file))))
  reading.expect(sizes.reduce((sum, { size }) => sum + size, 0))
  for (const file of files) {
    const source = await reading.open(join(folder, file))
    try {
      if (source.zipped) throw dataError('data.format', source.path, 'it is gzip data', 'unpack it with gunzip first')
      await found.read(source, source.path, { name: file, size: source.atMost, offset: 0 })
      await source.end()
    } finally {
      source.close()
    }
  }
}

async function readArchive(path: string, reading: Reading, found: Findings): Promise<void> {
  reading.expect((await inspectFile(path)).size)
  const source = await reading.open(path)
  try {
    const wanted = (name: string): string | null => shortName(name, found.version, found.wanted)
    await readTar(source, wanted, (entry) => found.read(source, `${path} (${entry.name})`, entry))
  } finally {
    source.close()
  }
}

/** The file that an archive's entry is, or null: the names that the published archive has, with or without its folder. */
export function shortName(name: string, { folder }: Pick<CifarVersion, 'folder'>, wanted: string[]): string | null {
  const inside = name.replace(/^\.\//, '')
  const short = inside.startsWith(`${folder}/`) ? inside.slice(folder.length + 1) : inside
  return wanted.includes(short) ? short : null
}

/** Whether ten class names can be shown; says what is wrong with them. */
export function checkNames(classes: readonly string[], place: string): void {
  const refuse = (what: string): Error =>
    dataError('data.format', place, what, 'remove the file to use the published names')
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  const odd = classes.findIndex((name) => name.length > 64 || /[\u0000-\u001f\u007f]/.test(name))
  if (odd >= 0) throw refuse(`line ${odd + 1} is no class name`)
  if (classes.length !== cifarNames.length) throw refuse(`${classes.length} class names, not ${cifarNames.length}`)
  if (new Set(classes).size !== classes.length) throw refuse('a class name comes twice')
}

/** Pixels of one record (channel, row, col) to (row, col, channel). */
export function interleave(planes: Uint8Array, start: number, images: Uint8Array, target: number): void {
  let at = target
  for (let pixel = start; pixel < start + plane; pixel++) {
    images[at++] = planes[pixel] ?? 0
    images[at++] = planes[pixel + plane] ?? 0
    images[at++] = planes[pixel + 2 * plane] ?? 0
  }
}
