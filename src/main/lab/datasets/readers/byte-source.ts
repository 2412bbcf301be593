import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { copyAgain, dataError, fileFailure } from './failures.ts'

/** A deflate stream grows by at most this much: 258 bytes from two bits, and a bit over for headers. */
const mostExpansion = 1032

/** The decoded bytes of a file, from its start to its end; gzip is found by its magic number and undone on the way. */
export interface ByteSource {
  /** The file's path, for messages. */
  readonly path: string
  /** Whether it is gzip, so that its decoded size is not known before its end. */
  readonly zipped: boolean
  /** Decoded bytes handed out so far: the offset of the next one. */
  readonly offset: number
  /** How many bytes can follow at most, known without decoding them. Check a claimed size against it before allocating. */
  readonly atMost: number
  /** The next `length` bytes. @throws LabError `data.format` when the file ends before */
  take(length: number, what: string): Promise<Uint8Array>
  /** Up to `length` bytes, fewer only at the end. */
  takeSome(length: number): Promise<Uint8Array>
  /** Reads to the end of the file, so that gzip's checksum is checked. @throws LabError `data.format` when bytes follow */
  end(): Promise<void>
  close(): void
}

/**
 * Opens an ordinary file for decoding.
 * @throws LabError `data.missing`, `data.unreadable`; `data.format` for a folder, a pipe or a device, and while reading
 */
export async function openByteSource(path: string): Promise<ByteSource> {
  const { size, zipped } = await inspect(path)
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  const gunzip = zipped ? createGunzip({ chunkSize: 1 << 18 }) : null
  if (gunzip) {
    file.on('error', (thrown) => gunzip.destroy(thrown))
    file.pipe(gunzip)
  }
  const stream = gunzip ?? file
  stream.on('error', () => {}) // the next read throws it; without a listener it would end the thread before
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]()
  const most = zipped ? size * mostExpansion : size
  let offset = 0
  let rest: Uint8Array = new Uint8Array(0)

  /** The next bytes, none at the end. */
  async function more(): Promise<Uint8Array> {
    for (;;) {
      const { done, value } = await chunks.next().catch((thrown: unknown) => {
        throw gunzip ? zipFailure(thrown, path, gunzip.bytesWritten) : fileFailure(thrown, path)
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
    zipped,
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
      if (gunzip && gunzip.bytesWritten < size) {
        const where = `from byte ${gunzip.bytesWritten} of the compressed file`
        throw dataError('data.format', path, `bytes after the end of the gzip data, ${where}`, copyAgain)
      }
    },
    close() {
      file.destroy()
      gunzip?.destroy()
    },
  }
}

/** Size of an ordinary file and whether it is gzip. Nothing else is opened: reading a pipe could wait for ever. */
async function inspect(path: string): Promise<{ size: number; zipped: boolean }> {
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

/** @param compressed compressed bytes that were decoded before */
function zipFailure(thrown: unknown, path: string, compressed: number): Error {
  const systemCode = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (!systemCode.startsWith('Z_')) return fileFailure(thrown, path)
  const reason = thrown instanceof Error ? thrown.message : systemCode
  const what = `its gzip data is broken at or after byte ${compressed} of the compressed file (${reason})`
  return dataError('data.format', path, what, copyAgain, thrown)
}
