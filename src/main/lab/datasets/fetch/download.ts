import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { LabError } from '../../../../shared/errors.ts'
import { dataError, fileFailure } from '../readers/failures.ts'
import type { PublishedFile } from '../published-sets.ts'
import { get, HttpError } from './http.ts'

export interface DownloadOptions {
  signal: AbortSignal
  /** Bytes that are there so far. */
  onProgress(bytes: number): void
  /** Milliseconds without a byte after which a try is over. */
  stall?: number
  /** How often a download that stalls or breaks off is gone on with. */
  tries?: number
  /** Milliseconds before the second try; doubled before each further one. */
  pause?: number
}

/** What is known of a part file, so that its rest can be asked for: of the same address, unless it has changed. */
const partSchema = z.strictObject({ url: z.string(), validator: z.string() })

/**
 * Downloads a published file, going on where an earlier download stopped, and checks its length and checksums. Until it is
 * whole it lies beside `path` as `.part`.
 * @throws LabError `data.download`, `data.format` for other bytes than the published, `disk.full`, `interrupted`
 */
export async function downloadFile(file: PublishedFile, path: string, options: DownloadOptions): Promise<void> {
  const { tries = 6, pause = 1000, signal } = options
  const part = `${path}.part`
  try {
    await mkdir(dirname(path), { recursive: true })
    if (await isWhole(path, file)) return options.onProgress(file.bytes)
    for (let tried = 1; ; tried++) {
      try {
        await downloadRest(file, part, options)
        break
      } catch (thrown) {
        if (signal.aborted) throw interrupted(file)
        if (!(thrown instanceof HttpError)) throw thrown
        if (thrown.final || tried >= tries) throw failure(file, thrown)
        await wait(pause * 2 ** (tried - 1), undefined, { signal }).catch(() => {
          throw interrupted(file)
        })
      }
    }
    if (!(await isWhole(part, file))) {
      await rm(part, { force: true })
      await rm(`${part}.json`, { force: true })
      const what = `${file.url} gave ${file.bytes} bytes with another checksum than the published file`
      throw dataError('data.format', basename(path), what, 'try again later, or get the file by hand and use data add')
    }
    await rename(part, path)
    await rm(`${part}.json`, { force: true })
  } catch (thrown) {
    throw fileFailure(thrown, path)
  }
}

async function downloadRest(file: PublishedFile, part: string, options: DownloadOptions): Promise<void> {
  const { signal, stall = 30_000 } = options
  const before = await findPart(file, part)
  if (before.size === file.bytes) return
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'Ticketscope' }
  if (before.size > 0) Object.assign(headers, { range: `bytes=${before.size}-`, 'if-range': before.validator })
  const response = await get(file.url, headers, { stall, signal })
  try {
    if (response.statusCode === 416) {
      await rm(part, { force: true })
      throw new HttpError('the server has no such rest', false)
    }
    const from = checkAnswer(response, before.size, file)
    await keepValidator(response, file, part)
    await append(response, part, from, file, options)
  } finally {
    response.destroy()
  }
}

/** Where the answer's bytes belong: after what is there, or at the start of it all. */
function checkAnswer({ statusCode = 0, headers }: IncomingMessage, before: number, file: PublishedFile): number {
  const final = statusCode < 500 && statusCode !== 408 && statusCode !== 429
  if (statusCode !== 200 && statusCode !== 206)
    throw new HttpError(`the server answers with status ${statusCode}`, final)
  if (headers['content-encoding'] !== undefined) throw new HttpError('the server sends it compressed', true)
  let from = 0
  let total: number | null = headers['content-length'] === undefined ? null : Number(headers['content-length'])
  if (statusCode === 206) {
    const [, start, all] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '') ?? []
    if (Number(start) !== before) throw new HttpError('the server gives another part than was asked for', true)
    from = before
    total = Number(all)
  }
  if (total !== null && total !== file.bytes) {
    throw new HttpError(`the server offers ${total} bytes, the published file has ${file.bytes}`, true)
  }
  return from
}

async function append(
  response: IncomingMessage,
  part: string,
  from: number,
  file: PublishedFile,
  { onProgress, signal }: DownloadOptions,
): Promise<void> {
  const handle = await open(part, from === 0 ? 'w' : 'r+')
  let size = from
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (size + chunk.length > file.bytes)
        throw new HttpError(`more than the published ${file.bytes} bytes came`, true)
      await handle.write(chunk, 0, chunk.length, size)
      size += chunk.length
      onProgress(size)
    }
    await handle.sync()
  } catch (thrown) {
    const system = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    if (thrown instanceof HttpError || ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'].includes(system)) throw thrown
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    throw new HttpError(`it broke off after ${size} of ${file.bytes} bytes (${why})`, signal.aborted)
  } finally {
    await handle.close()
  }
  if (size < file.bytes) throw new HttpError(`it ended after ${size} of ${file.bytes} bytes`, false)
}

/** What an earlier try left that can be gone on with; anything else starts anew. */
async function findPart(file: PublishedFile, part: string): Promise<{ size: number; validator: string }> {
  const none = { size: 0, validator: '' }
  const text = await readFile(`${part}.json`, 'utf8').catch(() => '')
  const status = await stat(part).catch(() => null)
  if (text === '' || !status || status.size > file.bytes) return none
  const known = partSchema.safeParse(parseJson(text))
  return known.success && known.data.url === file.url ? { size: status.size, validator: known.data.validator } : none
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // an interrupted write: nothing is known then
  }
}

/** A weak ETag does not tell whether the bytes are the same, so the date is taken then. */
async function keepValidator({ headers }: IncomingMessage, { url }: PublishedFile, part: string): Promise<void> {
  const { etag, 'last-modified': modified } = headers
  const validator = etag !== undefined && !etag.startsWith('W/') ? etag : modified
  if (validator === undefined) await rm(`${part}.json`, { force: true })
  else await writeFile(`${part}.json`, JSON.stringify({ url, validator }))
}

async function isWhole(path: string, file: PublishedFile): Promise<boolean> {
  const status = await stat(path).catch(() => null)
  if (!status?.isFile() || status.size !== file.bytes) return false
  const [md5, sha256] = [createHash('md5'), createHash('sha256')]
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    md5.update(chunk)
    if (file.sha256 !== undefined) sha256.update(chunk)
  }
  return md5.digest('hex') === file.md5 && (file.sha256 === undefined || sha256.digest('hex') === file.sha256)
}

function failure(file: PublishedFile, { message }: HttpError): LabError {
  const remedy =
    'check the network and HTTPS_PROXY, then fetch again: it goes on where it stopped; or get the file by hand'
  return dataError('data.download', file.url, message, remedy)
}

function interrupted(file: PublishedFile): LabError {
  return dataError('interrupted', file.url, 'the download was interrupted', 'fetch again to go on where it stopped')
}
