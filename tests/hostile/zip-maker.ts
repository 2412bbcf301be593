import { crc32, deflateRawSync } from 'node:zlib'

/** An entry as it is to be written; every field can be made to lie. */
export interface RawEntry {
  name: string | Buffer
  data: Buffer
  method?: number
  /** What is written instead of the packed data. */
  packed?: Buffer
  /** Changes the header before the data, and the one in the directory. */
  local?: (header: Buffer) => void
  central?: (header: Buffer) => void
  localName?: string
  localExtra?: Buffer
  extra?: Buffer
  comment?: Buffer
  /** Bytes before the entry that belong to nothing. */
  before?: Buffer
}

export interface RawZip {
  end?: (record: Buffer) => void
  suffix?: Buffer
  comment?: Buffer
  /** Behind the last entry of the directory. */
  directoryTail?: Buffer
}

/** A zip archive byte by byte, honest unless told otherwise. */
export function makeZip(entries: readonly RawEntry[], zip: RawZip = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  const write = (bytes: Buffer): void => {
    parts.push(bytes)
    offset += bytes.length
  }
  for (const entry of entries) {
    const { data, method = 8, extra = Buffer.alloc(0), comment = Buffer.alloc(0) } = entry
    const localExtra = entry.localExtra ?? Buffer.alloc(0)
    const name = Buffer.from(entry.name)
    const localName = Buffer.from(entry.localName ?? name)
    const packed = entry.packed ?? (method === 8 ? deflateRawSync(data) : data)
    if (entry.before) write(entry.before)
    const start = offset
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    const common = (header: Buffer, at: number, nameLength: number): void => {
      header.writeUInt16LE(20, at)
      header.writeUInt16LE(0x800, at + 2)
      header.writeUInt16LE(method, at + 4)
      header.writeUInt16LE(0x21, at + 8)
      header.writeUInt32LE(crc32(data), at + 10)
      header.writeUInt32LE(packed.length, at + 14)
      header.writeUInt32LE(data.length, at + 18)
      header.writeUInt16LE(nameLength, at + 22)
    }
    common(local, 4, localName.length)
    local.writeUInt16LE(localExtra.length, 28)
    entry.local?.(local)
    write(Buffer.concat([local, localName, localExtra, packed]))
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    common(central, 6, name.length)
    central.writeUInt16LE(extra.length, 30)
    central.writeUInt16LE(comment.length, 32)
    central.writeUInt32LE(start, 42)
    entry.central?.(central)
    directory.push(Buffer.concat([central, name, extra, comment]))
  }
  const start = offset
  write(Buffer.concat([...directory, zip.directoryTail ?? Buffer.alloc(0)]))
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(offset - start, 12)
  end.writeUInt32LE(start, 16)
  end.writeUInt16LE(zip.comment?.length ?? 0, 20)
  zip.end?.(end)
  write(end)
  if (zip.comment) write(zip.comment)
  if (zip.suffix) write(zip.suffix)
  return Buffer.concat(parts)
}
