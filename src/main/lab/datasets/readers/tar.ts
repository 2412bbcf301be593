import type { ByteSource } from './byte-source.ts'
import { copyAgain, dataError } from './failures.ts'

const block = 512
/** Everything in the archive that is not asked for, and the padding after its end, may take this much. */
const mostSkipped = 64 * 2 ** 20

/** A wanted file of an archive; its content is the next `size` bytes of the source. */
export interface TarEntry {
  name: string
  size: number
  /** Where its content begins in the decoded archive. */
  offset: number
}

/**
 * Goes through a tar archive (ustar, pax or GNU) from its first byte to its last. Only ordinary files with allow-listed
 * names are read; nothing is ever written, and no name of the archive becomes a path.
 * @param wanted the short name behind an entry's name, or null to pass over it
 * @param read must take exactly `size` bytes
 * @throws LabError `data.format` naming the entry and its byte offset
 */
export async function readTar(
  source: ByteSource,
  wanted: (name: string) => string | null,
  read: (entry: TarEntry) => Promise<void>,
): Promise<void> {
  const seen = new Set<string>()
  let skipped = 0
  for (;;) {
    const start = source.offset
    const header = await source.take(block, 'a tar header')
    if (header.every((byte) => byte === 0)) break
    const { name, size, kind } = decodeHeader(header, source.path, start)
    const padding = (block - (size % block)) % block
    const wantedName = kind === 'other' ? null : wanted(name)
    if (wantedName === null) {
      skipped += size
      if (skipped > mostSkipped) {
        const what = `more than ${mostSkipped} bytes of files that do not belong to the set, at byte ${start} (${name})`
        throw dataError('data.format', source.path, what, copyAgain)
      }
      await source.take(size + padding, `entry ${name}`)
      continue
    }
    if (kind === 'link') {
      throw dataError('data.format', source.path, `entry ${name} at byte ${start} is a link, not a file`, copyAgain)
    }
    if (seen.has(wantedName)) {
      throw dataError('data.format', source.path, `entry ${name} at byte ${start} comes twice`, copyAgain)
    }
    seen.add(wantedName)
    await read({ name: wantedName, size, offset: source.offset })
    await source.take(padding, `the padding of ${name}`)
  }
  await readPadding(source)
}

/** After the first empty block only zeros may follow. */
async function readPadding(source: ByteSource): Promise<void> {
  for (let padded = 0; padded < mostSkipped; padded += block) {
    const start = source.offset
    const rest = await source.takeSome(block)
    if (rest.some((byte) => byte !== 0)) {
      throw dataError('data.format', source.path, `bytes after the archive's end, at byte ${start}`, copyAgain)
    }
    if (rest.length < block) break
  }
  await source.end()
}

/** `other`: folders, pax and GNU headers, devices; their content is passed over. */
type Kind = 'file' | 'link' | 'other'

function decodeHeader(header: Uint8Array, path: string, start: number): { name: string; size: number; kind: Kind } {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
  if (octal(header, 148, 8) !== sum) {
    throw dataError('data.format', path, `not a tar header at byte ${start}: its checksum is wrong`, copyAgain)
  }
  const size = octal(header, 124, 12)
  if (size === null) {
    throw dataError('data.format', path, `the tar header at byte ${start} has no readable size`, copyAgain)
  }
  const ustar = text(header, 257, 5) === 'ustar'
  const prefix = ustar && header[262] === 0 ? text(header, 345, 155) : ''
  const name = `${prefix === '' ? '' : `${prefix}/`}${text(header, 0, 100)}`
  return { name, size, kind: kindOf(header[156] ?? 0) }
}

function kindOf(flag: number): Kind {
  const letter = String.fromCharCode(flag)
  if (letter === '0' || letter === '\0' || letter === '7') return 'file'
  return letter === '1' || letter === '2' ? 'link' : 'other'
}

/** Latin-1 up to the first zero byte: allow-listed names are ASCII. */
function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length)
  const end = field.indexOf(0)
  return String.fromCharCode(...(end < 0 ? field : field.subarray(0, end)))
}

/** Octal digits, framed by spaces or zero bytes; null for anything else, such as GNU's binary sizes. */
function octal(header: Uint8Array, start: number, length: number): number | null {
  const digits = text(header, start, length).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null
}
