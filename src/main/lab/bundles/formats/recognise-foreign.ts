import { readdirSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { withArchive } from './archive.ts'
import { isLiuFolder } from './liu.ts'

/** Arrays of a dataset in an npz file. */
const datasetArrays: readonly string[] = ['x_train.npy', 'y_train.npy', 'x_test.npy', 'y_test.npy']
const runFiles = /^(mask\.pth|main|level_\d+|replicate_\d+)$/

/**
 * Whether a file or folder holds networks that another program pruned, or rather a dataset: both come as npz and as
 * folders. Nothing is said of whether it is sound.
 * @throws LabError `bundle.invalid` for an npz file that is no archive
 */
export function recogniseForeign(path: string): 'networks' | 'dataset' {
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path)
    return isLiuFolder(names) || names.some((name) => runFiles.test(name)) ? 'networks' : 'dataset'
  }
  if (/\.(safetensors|pth|pt)$/i.test(path)) return 'networks'
  if (!/\.npz$/i.test(path)) return 'dataset'
  return withArchive(path, basename(path), ({ entries }) =>
    entries.some(({ name }) => datasetArrays.includes(name)) ? 'dataset' : 'networks',
  )
}
