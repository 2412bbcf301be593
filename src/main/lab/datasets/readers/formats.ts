import { stat } from 'node:fs/promises'
import type { DecodedDataset } from '../decoded.ts'
import { openByteSource } from './byte-source.ts'
import { holdsCifar10, readCifar10 } from './cifar10.ts'
import { dataError, fileFailure } from './failures.ts'
import { holdsIdx, readIdx } from './idx.ts'

export type DatasetFormat = 'idx' | 'cifar10-binary'

/** One reader per format. */
export const readers: Record<DatasetFormat, (path: string) => Promise<DecodedDataset>> = {
  idx: readIdx,
  'cifar10-binary': readCifar10,
}

const remedy =
  "give a folder with four IDX files, or CIFAR-10's binary version as a folder of .bin files or as its .tar.gz"

/**
 * Which reader a file or folder needs, by what is in it.
 * @throws LabError `data.missing`, `data.unreadable`; `data.format` when no reader knows it
 */
export async function detectFormat(path: string): Promise<DatasetFormat> {
  const status = await stat(path).catch((thrown: unknown) => {
    throw fileFailure(thrown, path)
  })
  if (status.isDirectory()) {
    if (await holdsCifar10(path)) return 'cifar10-binary'
    if (await holdsIdx(path)) return 'idx'
    throw dataError('data.format', path, 'no file of a known format in this folder', remedy)
  }
  const source = await openByteSource(path)
  try {
    const head = Buffer.from(await source.takeSome(512))
    if (head.toString('latin1', 257, 262) === 'ustar') return 'cifar10-binary'
    const alone = head[0] === 0 && head[1] === 0 && head[2] === 8
    throw dataError('data.format', path, alone ? 'one IDX file alone' : 'not of a known format', remedy)
  } finally {
    source.close()
  }
}
