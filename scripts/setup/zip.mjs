import {
  chmodSync,
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
} from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

function read(file, position, length) {
  const bytes = Buffer.alloc(length)
  if (readSync(file, bytes, 0, length, position) !== length) throw new Error('the zip file ends too early')
  return bytes
}

/** The central directory: where each entry's data lies and how it is packed. Archives below 4 GiB. */
function readEntries(file) {
  const { size } = fstatSync(file)
  const tail = read(file, Math.max(0, size - 65557), Math.min(size, 65557))
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('not a zip file')
  const directory = read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const entries = []
  for (let at = 0, left = tail.readUInt16LE(end + 10); left > 0; left--) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error("the zip file's directory is damaged")
    const nameLength = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      header: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

function expectSize(entry) {
  let seen = 0
  return new Transform({
    transform(chunk, _encoding, done) {
      seen += chunk.length
      done(seen > entry.size ? new Error(`${entry.name} is larger than the zip file says`) : null, chunk)
    },
    flush(done) {
      done(seen === entry.size ? null : new Error(`${entry.name} is cut short in the zip file`))
    },
  })
}

/**
 * Unpacks an archive whose checksum is already known to be right.
 * @param place maps an entry's name to a path below `folder`, or null to leave it out
 */
export async function unzip(archive, folder, place) {
  const file = openSync(archive, 'r')
  try {
    for (const entry of readEntries(file)) {
      const path = entry.name.endsWith('/') ? null : place(entry.name)
      if (path === null) continue
      const target = join(folder, path)
      if (!resolve(target).startsWith(resolve(folder) + sep)) throw new Error(`${entry.name} leads out of its folder`)
      if (entry.method !== 0 && entry.method !== 8) throw new Error(`${entry.name} is packed in an unknown way`)
      mkdirSync(dirname(target), { recursive: true })
      const local = read(file, entry.header, 30)
      const start = entry.header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
      const inflate = entry.method === 8 ? [createInflateRaw()] : []
      const data =
        entry.packed === 0 ? [] : [createReadStream(archive, { start, end: start + entry.packed - 1 }), ...inflate]
      if (data.length === 0) closeSync(openSync(target, 'w'))
      else await pipeline([...data, expectSize(entry), createWriteStream(target)])
      if (entry.mode) chmodSync(target, entry.mode)
    }
  } finally {
    closeSync(file)
  }
}
