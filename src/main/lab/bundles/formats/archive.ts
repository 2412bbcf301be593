import { closeSync, openSync } from 'node:fs'
import { openZip, type ZipArchive } from '../../formats/zip/read-zip.ts'
import { bundleError } from '../failures.ts'

const rules = {
  kind: 'tolerant',
  mostGap: 2 ** 10,
  mostExpansion: 200, // weights stay far below, bombs far above
  mostEntryBytes: 160 * 2 ** 20,
  mostTotalBytes: 2 ** 29,
  mostEntries: 4096,
  wanted: 'give a file of torch.save or numpy.savez',
  fail: bundleError,
} as const

/** Opens another program's zip archive (npz, pth) for the time of one function. */
export function withArchive<Value>(path: string, place: string, use: (archive: ZipArchive) => Value): Value {
  const file = openSync(path, 'r')
  try {
    return use(openZip(file, place, rules))
  } finally {
    closeSync(file)
  }
}
