import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'
import { LabError } from '../../../shared/errors.ts'
import {
  centralLength,
  centralSignature,
  deflated,
  endLength,
  endSignature,
  fixedDate,
  fixedTime,
  localLength,
  localSignature,
  mostArchiveBytes,
  mostEntries,
  utf8Flag,
} from '../formats/zip/layout.ts'

const deflate = promisify<Uint8Array, object, Buffer>(deflateRaw)

// Masks and float32 weights are noise to a search for repeats, and how zlib searches differs between processors;
// Huffman codes alone come within a few per cent of the entropy and are the same everywhere.
const compression = { level: 9, memLevel: 9, strategy: constants.Z_HUFFMAN_ONLY }

/** A zip archive that is written entry by entry; only one entry is in memory at a time. */
export interface ZipWriter {
  add(name: string, bytes: Uint8Array): Promise<void>
  /** Writes the directory, sorted by name, and puts the file in its place. */
  finish(): Promise<{ bytes: number; sha256: string }>
  /** Leaves nothing behind. */
  abandon(): Promise<void>
}

interface Entry {
  name: Buffer
  crc: number
  packed: number
  size: number
  offset: number
}

/**
 * Begins an archive beside `path`; the same entries in the same order give the same bytes.
 * @throws LabError `bundle.invalid` from `add` when it would exceed what the format can hold
 */
export async function createZip(path: string): Promise<ZipWriter> {
  const unfinished = `${path}.unfinished-${process.pid}`
  const file = await open(unfinished, 'w')
  const hash = createHash('sha256')
  const entries: Entry[] = []
  let offset = 0

  async function write(bytes: Uint8Array): Promise<void> {
    hash.update(bytes)
    await file.writeFile(bytes)
    offset += bytes.length
  }

  async function abandon(): Promise<void> {
    await file.close().catch(() => undefined) // it may be closed already
    await rm(unfinished, { force: true })
  }

  return {
    async add(name, bytes) {
      const packed = await deflate(bytes, compression)
      const entry = { name: Buffer.from(name), crc: crc32(bytes), packed: packed.length, size: bytes.length, offset }
      if (offset + packed.length > mostArchiveBytes - 2 ** 24 || entries.length >= mostEntries)
        throw new LabError('bundle.invalid', `${path}: a bundle holds at most 4 GB; export fewer tickets at a time`)
      entries.push(entry)
      const header = Buffer.alloc(localLength)
      header.writeUInt32LE(localSignature, 0)
      writeCommon(header, 4, entry)
      await write(Buffer.concat([header, entry.name]))
      await write(packed)
    },
    async finish() {
      const start = offset
      const sorted = entries.toSorted((a, b) => Buffer.compare(a.name, b.name))
      await write(Buffer.concat(sorted.flatMap((entry) => [centralHeader(entry), entry.name])))
      const end = Buffer.alloc(endLength)
      end.writeUInt32LE(endSignature, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(offset - start, 12)
      end.writeUInt32LE(start, 16)
      await write(end)
      await file.sync()
      await file.close()
      await rename(unfinished, path)
      return { bytes: offset, sha256: hash.digest('hex') }
    },
    abandon,
  }
}

function centralHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(centralLength)
  header.writeUInt32LE(centralSignature, 0)
  header.writeUInt16LE(20, 4)
  writeCommon(header, 6, entry)
  header.writeUInt32LE(entry.offset, 42)
  return header
}

/** Version needed to name length: the fields that both headers share. */
function writeCommon(header: Buffer, at: number, { name, crc, packed, size }: Entry): void {
  header.writeUInt16LE(20, at)
  header.writeUInt16LE(utf8Flag, at + 2)
  header.writeUInt16LE(deflated, at + 4)
  header.writeUInt16LE(fixedTime, at + 6)
  header.writeUInt16LE(fixedDate, at + 8)
  header.writeUInt32LE(crc, at + 10)
  header.writeUInt32LE(packed, at + 14)
  header.writeUInt32LE(size, at + 18)
  header.writeUInt16LE(name.length, at + 22)
}
