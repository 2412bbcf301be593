import type { ByteSource } from './byte-source.ts'
import { copyAgain, dataError } from './failures.ts'
import { decodeHeader, decodeLongName, type TarHeader } from './tar-header.ts'

const block = 512
/** Everything in the archive that is not asked for, and the padding after its end, may take this much. */
const mostSkipped = 64 * 2 ** 20
/** A name of an entry that is written apart from its header. */
const mostNameBytes = 2 ** 16

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
  for await (const { name, size, kind, start } of headers(source)) {
    const refuse = (what: string): Error =>
      dataError('data.format', source.path, `entry ${name} at byte ${start} ${what}`, copyAgain)
    if (leadsOutside(name)) throw refuse('leads outside the archive')
    const padding = (block - (size % block)) % block
    const wantedName = kind === 'other' ? null : wanted(name)
    if (wantedName === null) {
      skipped += size
      if (skipped > mostSkipped) throw refuse(`makes more than ${mostSkipped} bytes that do not belong to the set`)
      await source.take(size + padding, `entry ${name}`)
      continue
    }
    if (kind === 'link') throw refuse('is a link, not a file')
    if (seen.has(wantedName)) throw refuse('comes twice')
    seen.add(wantedName)
    await read({ name: wantedName, size, offset: source.offset })
    await source.take(padding, `the padding of ${name}`)
  }
  await readPadding(source)
}

/** The names of an archive's first files, for as long as they are asked for; the bytes between are passed over. */
export async function* tarNames(source: ByteSource): AsyncGenerator<string> {
  for await (const { name, size, kind } of headers(source)) {
    if (kind === 'file') yield name
    if (source.offset + size > mostSkipped) return
    for (let left = size + ((block - (size % block)) % block); left > 0;) {
      const passed = await source.take(Math.min(left, 1 << 18), `entry ${name}`)
      left -= passed.length
    }
  }
}

/** Headers up to the archive's end; the caller takes each one's content before the next. Long names are put in. */
async function* headers(source: ByteSource): AsyncGenerator<TarHeader & { start: number }> {
  let longName: string | null = null
  for (;;) {
    const start = source.offset
    const bytes = await source.take(block, 'a tar header')
    if (bytes.every((byte) => byte === 0)) {
      if (longName === null) return
      throw dataError('data.format', source.path, `a long name without an entry, before byte ${start}`, copyAgain)
    }
    const header = decodeHeader(bytes, source.path, start)
    if (header.kind === 'pax name' || header.kind === 'gnu name') {
      const place = `the long name at byte ${start}`
      if (header.size > mostNameBytes) {
        throw dataError('data.format', source.path, `${place} takes ${header.size} bytes`, copyAgain)
      }
      const content = await source.take(header.size, place)
      await source.take((block - (header.size % block)) % block, `the padding of ${place}`)
      longName = decodeLongName(header.kind, content, source.path, start) ?? longName
      continue
    }
    yield { ...header, name: longName ?? header.name, start }
    longName = null
  }
}

function leadsOutside(name: string): boolean {
  return /^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..')
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
