import { closeSync, openSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { deflated } from '../../formats/zip/layout.ts'
import { openZip, type PlacedEntry } from '../../formats/zip/read-zip.ts'
import { inspectFile, openRegion, type ByteSource } from './byte-source.ts'
import { copyAgain, dataError, fileFailure, mostBytes } from './failures.ts'

/** An ordinary file of an archive. */
export type ZipEntry = PlacedEntry

const rules = {
  kind: 'tolerant',
  mostGap: 24, // a data descriptor, with or without its signature, of either width
  mostExpansion: Infinity, // entries are decoded a piece at a time, and as many bytes as were claimed
  mostEntryBytes: mostBytes,
  mostTotalBytes: 2 * mostBytes,
  mostEntries: 1000,
  wanted: copyAgain,
  fail: (place: string, what: string, remedy = copyAgain, cause?: unknown) =>
    dataError('data.format', place, what, remedy, cause),
} as const

/**
 * Lists a zip file's entries: directory and headers agree, nothing overlaps or hides between, names come once and lead
 * nowhere else. Nothing is decoded yet.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function listZip(path: string): Promise<readonly ZipEntry[]> {
  await inspectFile(path)
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    return openZip(file, path, rules).entries
  } catch (thrown) {
    throw fileFailure(thrown, path)
  } finally {
    if (file !== null) closeSync(file)
  }
}

/**
 * Opens an entry's content. Size and checksum are checked by `finish`, after the last byte was taken.
 * @param observe told every chunk as it lies in the file
 */
export function openZipEntry(
  path: string,
  entry: ZipEntry,
  observe: (chunk: Uint8Array) => void,
): { source: ByteSource; take(length: number, what: string): Promise<Uint8Array>; finish(): Promise<void> } {
  const { start, packed: size } = entry
  const source = openRegion(path, { start, size, deflated: entry.method === deflated }, observe)
  const refuse = (what: string): Error => dataError('data.format', `${path} (${entry.name})`, what, copyAgain)
  let crc = 0
  return {
    source,
    async take(length, what) {
      if (source.offset + length > entry.size) {
        throw refuse(`truncated: ${what} needs more than the ${entry.size} bytes of the entry`)
      }
      const bytes = await source.take(length, what)
      crc = crc32(bytes, crc)
      return bytes
    },
    async finish() {
      await source.end()
      if (source.offset !== entry.size) throw refuse(`${source.offset} bytes, but ${entry.size} in the directory`)
      if (crc !== entry.crc) throw refuse('its checksum is wrong')
    },
  }
}
