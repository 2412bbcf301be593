import { fstatSync, readSync } from 'node:fs'
import { crc32, inflateRawSync, type ZlibOptions } from 'node:zlib'
import { readDirectory, type ZipEntry, type ZipRules } from './directory.ts'
import { deflated, descriptorFlag, localLength, localSignature, saturated } from './layout.ts'

export type { ZipRules } from './directory.ts'

/** An entry whose header was checked. */
export interface PlacedEntry extends ZipEntry {
  /** Where its content begins in the file. */
  start: number
}

export interface ZipArchive {
  /** Sorted by name. */
  entries: readonly PlacedEntry[]
  /** An entry's bytes, checked against size and checksum. @throws what the rules' `fail` makes */
  read(name: string): Uint8Array
}

/**
 * Reads an archive's directory and checks that its entries neither overlap, nor leave gaps, nor lie about sizes.
 * @param file an open file descriptor @param place the file's name, for messages
 * @throws what the rules' `fail` makes
 */
export function openZip(file: number, place: string, rules: ZipRules): ZipArchive {
  const { size } = fstatSync(file)
  const take = (position: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length)
    if (position < 0 || position + length > size || readSync(file, bytes, 0, length, position) !== length)
      throw rules.fail(place, `is cut short: ${length} bytes from byte ${position} are not there`)
    return bytes
  }
  const { entries, directoryStart } = readDirectory(take, size, place, rules)
  checkLimits(entries, place, rules)
  const placed: PlacedEntry[] = []
  let before = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    const where = `${place}: ${entry.name}`
    if (entry.offset < before) throw rules.fail(where, 'overlaps another entry')
    if (entry.offset > before + rules.mostGap)
      throw rules.fail(where, `lies behind ${entry.offset - before} bytes that belong to nothing`)
    const start = checkLocalHeader(take, entry, where, rules)
    placed.push({ ...entry, start })
    before = start + entry.packed
  }
  if (rules.kind === 'strict' ? before !== directoryStart : before > directoryStart)
    throw rules.fail(place, 'its entries do not end where its directory begins')

  const sorted = placed.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    entries: sorted,
    read(name) {
      const entry = sorted.find((candidate) => candidate.name === name)
      if (!entry) throw rules.fail(`${place}: ${name}`, 'is missing')
      return decode(take(entry.start, entry.packed), entry, `${place}: ${name}`, rules)
    },
  }
}

function checkLimits(entries: readonly ZipEntry[], place: string, rules: ZipRules): void {
  let total = 0
  for (const { name, size, packed } of entries) {
    total += size
    if (size > rules.mostEntryBytes)
      throw rules.fail(`${place}: ${name}`, `claims ${size} bytes, more than the ${rules.mostEntryBytes} allowed`)
    if (size > 65536 + packed * rules.mostExpansion)
      throw rules.fail(`${place}: ${name}`, `claims to grow from ${packed} to ${size} bytes, as a zip bomb would`)
  }
  if (total > rules.mostTotalBytes)
    throw rules.fail(place, `claims ${total} bytes unpacked, more than the ${rules.mostTotalBytes} allowed`)
}

/** Compares the header before an entry's data with the directory's; gives back where the data begins. */
function checkLocalHeader(
  take: (position: number, length: number) => Buffer,
  entry: ZipEntry,
  where: string,
  rules: ZipRules,
): number {
  const header = take(entry.offset, localLength)
  if (header.readUInt32LE(0) !== localSignature) throw rules.fail(where, 'has no header of its own')
  const nameLength = header.readUInt16LE(26)
  const extraLength = header.readUInt16LE(28)
  const name = take(entry.offset + localLength, nameLength)
  if (!name.equals(entry.rawName)) throw rules.fail(where, 'is named otherwise in its own header')
  if (header.readUInt16LE(8) !== entry.method) throw rules.fail(where, 'is packed otherwise in its own header')
  if (header.readUInt16LE(6) !== entry.flags) throw rules.fail(where, 'has other flags in its own header')
  const sizes = [header.readUInt32LE(18), header.readUInt32LE(22)]
  const isLater = rules.kind === 'tolerant' && ((entry.flags & descriptorFlag) !== 0 || sizes.includes(saturated))
  if (!isLater && (sizes[0] !== entry.packed || sizes[1] !== entry.size))
    throw rules.fail(where, 'has other sizes in its own header')
  if (rules.kind === 'strict') {
    if (extraLength > 0) throw rules.fail(where, 'has extra fields, which are not used here')
    if (!header.subarray(4, 6).equals(entry.version)) throw rules.fail(where, 'names another version in its own header')
    if (!header.subarray(10, 14).equals(entry.dateTime)) throw rules.fail(where, 'has another date in its own header')
    if (header.readUInt32LE(14) !== entry.crc) throw rules.fail(where, 'has another checksum in its own header')
  }
  return entry.offset + localLength + nameLength + extraLength
}

function decode(packed: Buffer, { method, size, crc }: ZipEntry, where: string, rules: ZipRules): Uint8Array {
  const bytes = method === deflated ? inflate(packed, size, where, rules) : packed
  if (bytes.length !== size) throw rules.fail(where, `holds ${bytes.length} bytes instead of ${size}`)
  if (crc32(bytes) !== crc) throw rules.fail(where, 'differs from its checksum')
  return bytes
}

interface Inflated {
  buffer: Uint8Array
  engine: { bytesWritten: number }
}
/** With `info`, Node also tells how many packed bytes were used; its types do not know that. */
const inflateWithInfo = inflateRawSync as unknown as (packed: Buffer, options: ZlibOptions & { info: true }) => Inflated

function inflate(packed: Buffer, size: number, where: string, rules: ZipRules): Uint8Array {
  let inflated: Inflated
  try {
    // One chunk holds everything, so that nothing is copied; a byte more than claimed shows a lie.
    const options = { maxOutputLength: size + 1, chunkSize: Math.max(64, size + 1), info: true } as const
    inflated = inflateWithInfo(packed, options)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw rules.fail(where, `cannot be unpacked (${reason})`, undefined, thrown)
  }
  if (inflated.engine.bytesWritten !== packed.length)
    throw rules.fail(where, `has ${packed.length - inflated.engine.bytesWritten} bytes behind its packed data`)
  return inflated.buffer
}
