import { closeSync, openSync } from 'node:fs'
import { openZip, type ZipArchive } from '../zip/read-zip.ts'

const rules = {
  kind: 'tolerant',
  mostEntryBytes: 160 * 2 ** 20,
  mostTotalBytes: 2 ** 29,
  mostEntries: 4096,
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
