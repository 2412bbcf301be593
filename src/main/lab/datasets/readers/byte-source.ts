import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { copyAgain, dataError, fileFailure } from './failures.ts'

/** A deflate stream grows by at most this much: 258 bytes from two bits, and a bit over for headers. */
const mostExpansion = 1032
const chunkBytes = 1 << 18

/** Decoded bytes from a start to an end; compression is undone on the way. */
export interface ByteSource {
  /** The file's path, for messages. */
  readonly path: string
  /** Whether it is compressed, so that its decoded size is not known before its end. */
  readonly zipped: boolean
  /** Decoded bytes handed out so far: the offset of the next one. */
  readonly offset: number
  /** How many bytes can follow at most, known without decoding them. Check a claimed size against it before allocating. */
  readonly atMost: number
  /** The next `length` bytes. @throws LabError `data.format` when there are fewer */
  take(length: number, what: string): Promise<Uint8Array>
  /** Up to `length` bytes, fewer only at the end. */
  takeSome(length: number): Promise<Uint8Array>
  /** Reads to the end, so that a checksum is checked. @throws LabError `data.format` when bytes follow */
  end(): Promise<void>
  close(): void
}

type Compression = 'gzip' | 'zlib' | 'raw'
const decompressors = { gzip: createGunzip, zlib: createInflate, raw: createInflateRaw }

interface Origin {
  path: string
  chunks: AsyncIterable<Uint8Array>
  /** Bytes that `chunks` has in all. */
  size: number
  compression: Compression | null
}

/**
 * Opens an ordinary file for decoding; gzip is found by its magic number.
 * @param observe told every chunk as it lies in the file
 * @throws LabError `data.missing`, `data.unreadable`; `data.format` for a folder, a pipe or a device, and while reading
 */
export async function openByteSource(path: string, observe?: (chunk: Uint8Array) => void): Promise<ByteSource> {
  const { size, zipped } = await inspectFile(path)
  return createSource({ path, chunks: readChunks(path, 0, size, observe), size, compression: zipped ? 'gzip' : null })
}

/** Opens `size` bytes of an ordinary file from `start`: stored, or a raw deflate stream. */
export function openRegion(
  path: string,
  region: { start: number; size: number; deflated: boolean },
  observe?: (chunk: Uint8Array) => void,
): ByteSource {
  const { start, size, deflated } = region
  return createSource({
    path,
    chunks: readChunks(path, start, size, observe),
    size,
    compression: deflated ? 'raw' : null,
  })
}

/** The next `size` bytes of another source as a source of their own: as they are, or a zlib stream. */
export function openNested(outer: ByteSource, size: number, deflated: boolean, what: string): ByteSource {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0;) {
      const chunk = await outer.take(Math.min(left, chunkBytes), what)
      left -= chunk.length
      yield chunk
    }
  }
  return createSource({ path: outer.path, chunks: chunks(), size, compression: deflated ? 'zlib' : null })
}

/** Size of an ordinary file and whether it is gzip. Nothing else is opened: reading a pipe could wait for ever. */
export async function inspectFile(path: string): Promise<{ size: number; zipped: boolean }> {
  try {
    const status = await stat(path)
    if (status.isDirectory()) throw dataError('data.format', path, 'a folder where a file is needed', 'move it away')
    if (!status.isFile()) throw dataError('data.format', path, 'not an ordinary file', 'give a file on disk')
    const handle = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
      return { size: status.size, zipped: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b }
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw fileFailure(thrown, path)
  }
}

async function* readChunks(
  path: string,
  start: number,
  size: number,
  observe?: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  if (size === 0) return
  const file = createReadStream(path, { start, end: start + size - 1, highWaterMark: chunkBytes })
  for await (const chunk of file as AsyncIterable<Uint8Array>) {
    observe?.(chunk)
    yield chunk
  }
}

function createSource({ path, chunks: origin, size, compression }: Origin): ByteSource {
  const input = Readable.from(origin, { objectMode: false, highWaterMark: chunkBytes })
  const decoder = compression ? decompressors[compression]({ chunkSize: chunkBytes }) : null
  if (decoder) {
    input.on('error', (thrown) => decoder.destroy(thrown))
    input.pipe(decoder)
  }
  const stream = decoder ?? input
  stream.on('error', () => {}) // the next read throws it; without a listener it would end the thread before
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]()
  const most = decoder ? size * mostExpansion : size
  let offset = 0
  let rest: Uint8Array = new Uint8Array(0)

  /** The next bytes, none at the end. */
  async function more(): Promise<Uint8Array> {
    for (;;) {
      const { done, value } = await chunks.next().catch((thrown: unknown) => {
        throw compression
          ? zipFailure(thrown, path, compression, decoder?.bytesWritten ?? 0)
          : fileFailure(thrown, path)
      })
      if (done === true) return new Uint8Array(0)
      if (value.length > 0) return value
    }
  }

  async function takeSome(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(Math.min(length, Math.max(0, most - offset)))
    let filled = 0
    while (filled < taken.length) {
      if (rest.length === 0) rest = await more()
      if (rest.length === 0) break
      const part = rest.subarray(0, taken.length - filled)
      taken.set(part, filled)
      rest = rest.subarray(part.length)
      filled += part.length
      offset += part.length
    }
    return filled === taken.length ? taken : taken.slice(0, filled)
  }

  return {
    path,
    zipped: decoder !== null,
    get offset() {
      return offset
    },
    get atMost() {
      return most - offset
    },
    takeSome,
    async take(length, what) {
      const start = offset
      const claim = `${what} needs ${length} bytes from byte ${start}`
      if (length > most - offset) {
        throw dataError(
          'data.format',
          path,
          `truncated: ${claim}, the file cannot hold more than ${most - start}`,
          copyAgain,
        )
      }
      const taken = await takeSome(length)
      if (taken.length < length) {
        throw dataError('data.format', path, `truncated: ${claim}, only ${taken.length} are there`, copyAgain)
      }
      return taken
    },
    async end() {
      if (rest.length === 0) rest = await more()
      if (rest.length > 0) {
        throw dataError('data.format', path, `more bytes than its header claims, from byte ${offset}`, copyAgain)
      }
      if (decoder && decoder.bytesWritten < size) {
        const where = `from byte ${decoder.bytesWritten} of the compressed data`
        throw dataError('data.format', path, `bytes after the end of the ${compression} data, ${where}`, copyAgain)
      }
    },
    close() {
      input.destroy()
      decoder?.destroy()
    },
  }
}

/** @param compressed compressed bytes that were decoded before */
function zipFailure(thrown: unknown, path: string, compression: Compression, compressed: number): Error {
  const systemCode = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (!systemCode.startsWith('Z_')) return fileFailure(thrown, path)
  const reason = thrown instanceof Error ? thrown.message : systemCode
  const kind = compression === 'raw' ? 'deflate' : compression
  const what = `its ${kind} data is broken at or after byte ${compressed} of the compressed data (${reason})`
  return dataError('data.format', path, what, copyAgain, thrown)
}
