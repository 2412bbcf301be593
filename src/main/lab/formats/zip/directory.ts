import {
  centralLength,
  centralSignature,
  deflated,
  descriptorFlag,
  endLength,
  endSignature,
  saturated,
  stored,
  utf8Flag,
} from './layout.ts'

/** How much of an archive a reader lets in, and how it refuses the rest. */
export interface ZipRules {
  /** `strict`: our own archives. `tolerant`: other tools' with extra fields and data descriptors. */
  kind: 'strict' | 'tolerant'
  /** Bytes between two entries that belong to none: paddings, and data descriptors of up to 24. */
  mostGap: number
  /** Decoded bytes for each packed one, above a few kilobytes. */
  mostExpansion: number
  /** Decoded bytes of one entry. */
  mostEntryBytes: number
  /** Decoded bytes of all entries together. */
  mostTotalBytes: number
  mostEntries: number
  /** What to do when it is no zip archive at all. */
  wanted: string
  /** Makes the error of a file that somebody else made. @param place the file, and in it the entry */
  fail(place: string, what: string, remedy?: string, cause?: unknown): Error
}

/** An entry as the directory describes it. */
export interface ZipEntry {
  name: string
  rawName: Buffer
  method: number
  flags: number
  /** As stored: two bytes of version needed, four of time and date. */
  version: Buffer
  dateTime: Buffer
  crc: number
  packed: number
  size: number
  offset: number
}

type Take = (position: number, length: number) => Buffer

const mostDirectoryBytes = 16 * 2 ** 20
/** How hard the packer tried; means nothing to a reader. */
const effortFlags = 0x6
/** zip64's end record and its locator: PyTorch writes them without need, and the plain record too. */
const zip64EndLength = 56 + 20

/**
 * The central directory. It must end where the end record begins, and that where the file ends.
 * @throws what the rules' `fail` makes
 */
export function readDirectory(
  take: Take,
  fileSize: number,
  place: string,
  rules: ZipRules,
): { entries: ZipEntry[]; directoryStart: number } {
  if (fileSize < endLength) throw rules.fail(place, 'is no zip archive', rules.wanted)
  const end = take(fileSize - endLength, endLength)
  if (end.readUInt32LE(0) !== endSignature)
    throw rules.fail(place, 'is no zip archive, is cut short, or has bytes behind its end', rules.wanted)
  const count = end.readUInt16LE(10)
  const length = end.readUInt32LE(12)
  const start = end.readUInt32LE(16)
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0 || end.readUInt16LE(8) !== count)
    throw rules.fail(place, 'is spread over several disks')
  if (end.readUInt16LE(20) !== 0) throw rules.fail(place, 'has a comment, which is not used here')
  const zip64Records = rules.kind === 'tolerant' ? [0, zip64EndLength] : [0]
  if (!zip64Records.includes(fileSize - endLength - start - length))
    throw rules.fail(place, 'its directory does not lie where its end record says')
  if (count > rules.mostEntries)
    throw rules.fail(place, `has ${count} entries, more than the ${rules.mostEntries} allowed`)
  if (length > mostDirectoryBytes) throw rules.fail(place, `has a directory of ${length} bytes`)
  const directory = take(start, length)
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  let at = 0
  for (let index = 0; index < count; index++) {
    const { entry, next } = readEntry(directory, at, `${place}: directory entry ${index + 1}`, rules)
    const folded = entry.name.normalize('NFC').toLowerCase()
    if (names.has(folded)) throw rules.fail(`${place}: ${entry.name}`, 'comes twice')
    names.add(folded)
    entries.push(entry)
    at = next
  }
  if (at !== length) throw rules.fail(place, 'its directory holds more than its entries')
  return { entries, directoryStart: start }
}

function readEntry(directory: Buffer, at: number, where: string, rules: ZipRules): { entry: ZipEntry; next: number } {
  if (at + centralLength > directory.length || directory.readUInt32LE(at) !== centralSignature)
    throw rules.fail(where, 'is damaged')
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field))
  const nameEnd = at + centralLength + (nameLength ?? 0)
  const next = nameEnd + (extraLength ?? 0) + (commentLength ?? 0)
  if (next > directory.length) throw rules.fail(where, 'is damaged')
  const rawName = directory.subarray(at + centralLength, nameEnd)
  const name = decodeName(rawName, where, rules)
  const entry: ZipEntry = {
    name,
    rawName,
    version: directory.subarray(at + 6, at + 8),
    flags: directory.readUInt16LE(at + 8),
    method: directory.readUInt16LE(at + 10),
    dateTime: directory.subarray(at + 12, at + 16),
    crc: directory.readUInt32LE(at + 16),
    packed: directory.readUInt32LE(at + 20),
    size: directory.readUInt32LE(at + 24),
    offset: directory.readUInt32LE(at + 42),
  }
  checkEntry(entry, directory.subarray(at, at + centralLength), `${where} (${name})`, rules)
  const unusual = (extraLength ?? 0) + (commentLength ?? 0) > 0
  if (unusual && rules.kind === 'strict')
    throw rules.fail(`${where} (${name})`, 'has extra fields or a comment, which is not used here')
  return { entry, next }
}

function decodeName(raw: Buffer, where: string, rules: ZipRules): string {
  let name
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)
  } catch {
    throw rules.fail(where, 'has a name that is not UTF-8')
  }
  if (name.length === 0 || name.length > 512) throw rules.fail(where, `has a name of ${name.length} characters`)
  const parts = name.split('/')
  const leadsOut = name.startsWith('/') || /^[a-z]:/i.test(name) || parts.includes('..') || parts.includes('.')
  if (leadsOut || name.includes('\\') || name.includes('\0'))
    throw rules.fail(`${where} (${name})`, 'has a name that leads out of its folder')
  if (parts.length > 8) throw rules.fail(`${where} (${name})`, 'lies more than eight folders deep')
  return name
}

function checkEntry(entry: ZipEntry, header: Buffer, where: string, rules: ZipRules): void {
  const { flags, method, packed, size } = entry
  if ((flags & 1) !== 0) throw rules.fail(where, 'is encrypted')
  const allowed = rules.kind === 'strict' ? utf8Flag : utf8Flag | descriptorFlag | effortFlags
  if ((flags & ~allowed) !== 0) throw rules.fail(where, `has flags ${flags}, which is not used here`)
  if (method !== stored && method !== deflated) throw rules.fail(where, `is packed by an unknown method (${method})`)
  if (header.readUInt16LE(34) !== 0) throw rules.fail(where, 'lies on another disk')
  const mode = header.readUInt16LE(40) & 0xf000
  if (mode === 0xa000) throw rules.fail(where, 'is a link')
  if ((mode !== 0 && mode !== 0x8000) || (header.readUInt16LE(38) & 0x18) !== 0 || entry.name.endsWith('/'))
    throw rules.fail(where, 'is a folder or a device, not a file')
  if (packed === saturated || size === saturated || entry.offset === saturated)
    throw rules.fail(where, 'is larger than 4 GB')
  if (method === stored && packed !== size) throw rules.fail(where, 'is not packed, yet has two sizes')
}
