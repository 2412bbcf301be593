import { open, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { inspectFile, openRegion, type ByteSource } from './byte-source.ts'
import { copyAgain, dataError, fileFailure } from './failures.ts'

const endBytes = 22
const longestComment = 65_535
const headerBytes = 46
const localBytes = 30
const mostEntries = 1000
const mostDirectory = 2 ** 22
/** A data descriptor after an entry, with or without its signature, of either width. */
const mostGap = 24

/** An ordinary file of an archive. */
export interface ZipEntry {
  name: string
  size: number
  compressedSize: number
  deflated: boolean
  crc: number
  /** Where its header begins in the file, and its content. */
  start: number
  contentStart: number
}

/**
 * Lists a zip file's entries, strictly: directory and headers agree, nothing overlaps or hides between, names come once
 * and lead nowhere else. Nothing is decoded yet. ZIP64 is read where numpy writes it: in local headers alone.
 * Written here and not taken from a library: entries are read as byte sources like everything else, bounded by their
 * claimed sizes while they are decoded, and that is the smaller part of a reader.
 * Format: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16.
 * @throws LabError `data.missing`, `data.unreadable`, `data.format`
 */
export async function listZip(path: string): Promise<ZipEntry[]> {
  const { size } = await inspectFile(path)
  const handle = await open(path, 'r').catch((thrown: unknown) => {
    throw fileFailure(thrown, path)
  })
  try {
    const entries = await readDirectory(handle, path, size)
    return await checkLocalHeaders(handle, path, entries)
  } catch (thrown) {
    throw fileFailure(thrown, path)
  } finally {
    await handle.close()
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
  const { contentStart: start, compressedSize: size, deflated } = entry
  const source = openRegion(path, { start, size, deflated }, observe)
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

async function readDirectory(
  handle: FileHandle,
  path: string,
  size: number,
): Promise<Omit<ZipEntry, 'contentStart'>[]> {
  const refuse = (what: string): Error => dataError('data.format', path, what, copyAgain)
  const tailStart = Math.max(0, size - endBytes - longestComment)
  const tail = await readAt(handle, tailStart, size - tailStart)
  const at = findEnd(tail)
  if (at < 0) throw refuse('no end of a zip directory: truncated, or bytes after it')
  const [disk, first, here, count] = [4, 6, 8, 10].map((offset) => tail.readUInt16LE(at + offset))
  const [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (disk !== 0 || first !== 0 || here !== count) throw refuse('a zip file in several parts')
  if (count === undefined || count > mostEntries) throw refuse(`a directory of ${count} entries`)
  if (start + length !== tailStart + at) throw refuse('a zip directory that is not where its end says')
  if (length > mostDirectory) throw refuse(`a zip directory of ${length} bytes`)
  const directory = await readAt(handle, start, length)
  const entries: Omit<ZipEntry, 'contentStart'>[] = []
  let offset = 0
  for (let entry = 0; entry < count; entry++) {
    const header = directory.subarray(offset)
    if (header.length < headerBytes || header.readUInt32LE(0) !== 0x02014b50) {
      throw refuse(`entry ${entry} of the zip directory is no entry (byte ${start + offset})`)
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => header.readUInt16LE(field))
    const name = header.toString('utf8', headerBytes, headerBytes + (nameLength ?? 0))
    const [flags, method] = [header.readUInt16LE(8), header.readUInt16LE(10)]
    const decoded = {
      name,
      crc: header.readUInt32LE(16),
      compressedSize: header.readUInt32LE(20),
      size: header.readUInt32LE(24),
      deflated: method === 8,
      start: header.readUInt32LE(42),
    }
    offset += headerBytes + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
    if (offset > directory.length) throw refuse(`entry ${name} of the zip directory is truncated`)
    if ((flags & 1) !== 0) throw refuse(`entry ${name} is encrypted`)
    if (method !== 0 && method !== 8) throw refuse(`entry ${name} is compressed by method ${method}, not deflate`)
    if (Math.max(decoded.size, decoded.compressedSize, decoded.start) === 0xffffffff) {
      throw refuse(`entry ${name} is larger than 4 GiB`)
    }
    if (method === 0 && decoded.size !== decoded.compressedSize) throw refuse(`entry ${name} has two sizes`)
    if (/^[/\\]|^[a-z]:/i.test(name) || name.split(/[/\\]/).includes('..')) {
      throw refuse(`entry ${name} leads outside the archive`)
    }
    if (entries.some((other) => other.name === name)) throw refuse(`entry ${name} comes twice`)
    entries.push(decoded)
  }
  if (offset !== directory.length) throw refuse('bytes after the last entry of the zip directory')
  return entries.map((entry) => checkEnd(entry, start, refuse))
}

function checkEnd(
  entry: Omit<ZipEntry, 'contentStart'>,
  directoryStart: number,
  refuse: (what: string) => Error,
): Omit<ZipEntry, 'contentStart'> {
  if (entry.start + localBytes + entry.compressedSize <= directoryStart) return entry
  throw refuse(`entry ${entry.name} reaches into the zip directory`)
}

async function checkLocalHeaders(
  handle: FileHandle,
  path: string,
  entries: Omit<ZipEntry, 'contentStart'>[],
): Promise<ZipEntry[]> {
  const checked: ZipEntry[] = []
  let end = 0
  for (const entry of entries.toSorted((a, b) => a.start - b.start)) {
    const refuse = (what: string): Error =>
      dataError('data.format', path, `entry ${entry.name} at byte ${entry.start} ${what}`, copyAgain)
    if (entry.start < end) throw refuse('overlaps the one before it')
    if (entry.start > end + mostGap) throw refuse('comes after bytes that belong to no entry')
    const header = await readAt(handle, entry.start, localBytes)
    if (header.length < localBytes || header.readUInt32LE(0) !== 0x04034b50) throw refuse('is no entry')
    const nameLength = header.readUInt16LE(26)
    const name = (await readAt(handle, entry.start + localBytes, nameLength)).toString('utf8')
    if (name !== entry.name) throw refuse(`is called ${name} there`)
    if ((header.readUInt16LE(8) === 8) !== entry.deflated) throw refuse('is compressed in another way there')
    const sizes = [header.readUInt32LE(18), header.readUInt32LE(22)]
    const isLater = (header.readUInt16LE(6) & 8) !== 0 || sizes.includes(0xffffffff)
    if (!isLater && (sizes[0] !== entry.compressedSize || sizes[1] !== entry.size))
      throw refuse('has other sizes there')
    const contentStart = entry.start + localBytes + nameLength + header.readUInt16LE(28)
    end = contentStart + entry.compressedSize
    checked.push({ ...entry, contentStart })
  }
  return checked
}

/** The end record, whose comment reaches exactly to the end of the file; −1 when there is none. */
function findEnd(tail: Buffer): number {
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) === 0x06054b50 && at + endBytes + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  return -1
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
