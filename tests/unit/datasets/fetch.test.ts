import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { downloadFile, type DownloadOptions } from '../../../src/main/lab/datasets/fetch/download.ts'
import { fetchPublished } from '../../../src/main/lab/datasets/fetch/index.ts'
import type { PublishedFile, PublishedSet } from '../../../src/main/lab/datasets/published-sets.ts'
import { expectFailure, openFolder } from './files.ts'
import { answerRange, serve } from './server.ts'

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251))
const hash = (kind: string): string => createHash(kind).update(content).digest('hex')
const answerWhole = (request: IncomingMessage, response: ServerResponse, upTo?: number, etag?: string): void =>
  answerRange(content, request, response, upTo, etag)

const fileAt = (url: string): PublishedFile => ({
  url,
  bytes: content.length,
  md5: hash('md5'),
  sha256: hash('sha256'),
})

function download(file: PublishedFile, path: string, options: Partial<DownloadOptions> = {}): Promise<void> {
  const signal = new AbortController().signal
  return downloadFile(file, path, { signal, onProgress: () => {}, stall: 300, tries: 3, pause: 10, ...options })
}

describe('a download', () => {
  test('comes whole, and is not repeated', async () => {
    const { url, seen } = await serve((request, response) => answerWhole(request, response))
    const path = join(openFolder(), 'set.tar.gz')
    const progress: number[] = []
    await download(fileAt(url), path, { onProgress: (bytes) => progress.push(bytes) })
    expect(readFileSync(path).equals(content)).toBe(true)
    expect(progress.at(-1)).toBe(content.length)
    expect(readdirSync(join(path, '..'))).toEqual(['set.tar.gz'])
    await download(fileAt(url), path)
    expect(seen).toHaveLength(1)
  })

  test.each([
    ['stalls', (): void => {}],
    ['breaks off', (response: ServerResponse) => setTimeout(() => response.destroy(), 20)],
  ])('that %s goes on where it stopped', async (_name, stop) => {
    const { url, seen } = await serve((request, response, count) => {
      answerWhole(request, response, count === 1 ? 100_000 : content.length)
      if (count === 1) stop(response)
    })
    const path = join(openFolder(), 'set.tar.gz')
    await download(fileAt(url), path)
    expect(readFileSync(path).equals(content)).toBe(true)
    expect(seen[1]?.headers).toMatchObject({ range: 'bytes=100000-', 'if-range': '"one"' })
  })

  test('that ends too early again and again fails, is kept, and is gone on with by the next', async () => {
    let limit = 50_000
    const { url, seen } = await serve((request, response) => {
      answerWhole(request, response, limit)
      setTimeout(() => response.destroy(), 20)
    })
    const path = join(openFolder(), 'set.tar.gz')
    await expectFailure(
      download(fileAt(url), path),
      'data.download',
      url,
      '50000 of 300000',
      'goes on where it stopped',
    )
    expect(seen).toHaveLength(3)
    expect(statSync(`${path}.part`).size).toBe(50_000)
    limit = content.length
    await download(fileAt(url), path)
    expect(seen[3]?.headers.range).toBe('bytes=50000-')
    expect(readFileSync(path).equals(content)).toBe(true)
  })

  test('begins anew when the file has changed, or the server knows no parts', async () => {
    const { url, seen } = await serve((request, response, count) => {
      answerWhole(request, response, count === 1 ? 9000 : content.length, count === 1 ? '"old"' : '"new"')
      if (count === 1) setTimeout(() => response.destroy(), 20)
    })
    const path = join(openFolder(), 'set.tar.gz')
    await download(fileAt(url), path)
    expect(seen[1]?.headers['if-range']).toBe('"old"')
    expect(readFileSync(path).equals(content)).toBe(true)
  })

  test('of another length is refused at once', async () => {
    for (const length of [content.length - 1, content.length + 1, 12]) {
      const { url, seen } = await serve((_, response) => {
        response.writeHead(200, { 'content-length': length })
        response.end(Buffer.alloc(length))
      })
      const path = join(openFolder(), 'set.tar.gz')
      await expectFailure(download(fileAt(url), path), 'data.download', `offers ${length} bytes`, '300000')
      expect(seen).toHaveLength(1)
    }
  })

  test('without a length is not followed for ever', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200)
      const send = (): void => {
        while (response.write(content)) if (response.destroyed) return
        response.once('drain', send)
      }
      send()
    })
    const path = join(openFolder(), 'set.tar.gz')
    await expectFailure(download(fileAt(url), path), 'data.download', 'more than the published 300000 bytes')
    expect(statSync(`${path}.part`).size).toBeLessThanOrEqual(content.length)
  })

  test('of other bytes is thrown away', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': content.length })
      response.end(Buffer.from(content).fill(1, 7, 8))
    })
    const path = join(openFolder(), 'set.tar.gz')
    await expectFailure(download(fileAt(url), path), 'data.format', 'another checksum', 'by hand')
    expect(existsSync(path)).toBe(false)
    expect(existsSync(`${path}.part`)).toBe(false)
  })

  test('is given a part that was not asked for', async () => {
    const { url } = await serve((request, response, count) => {
      if (count === 1) {
        answerWhole(request, response, 1000)
        setTimeout(() => response.destroy(), 20)
        return
      }
      response.writeHead(206, { 'content-range': `bytes 5-${content.length - 1}/${content.length}` })
      response.end(content.subarray(5))
    })
    await expectFailure(download(fileAt(url), join(openFolder(), 'a')), 'data.download', 'another part')
  })

  test('of a server that has no such file, no time, or no end of redirects', async () => {
    const gone = await serve((_, response) => void response.writeHead(404).end())
    await expectFailure(download(fileAt(gone.url), join(openFolder(), 'a')), 'data.download', 'status 404')
    expect(gone.seen).toHaveLength(1)
    const busy = await serve((request, response, count) =>
      count < 3 ? void response.writeHead(503).end() : answerWhole(request, response),
    )
    await download(fileAt(busy.url), join(openFolder(), 'a'))
    const circle = await serve((_, response) => void response.writeHead(302, { location: '/again' }).end())
    await expectFailure(download(fileAt(circle.url), join(openFolder(), 'a')), 'data.download', 'in circles')
    const leads = await serve((request, response) =>
      request.url === '/set.tar.gz'
        ? void response.writeHead(302, { location: '/there' }).end()
        : answerWhole(request, response),
    )
    await download(fileAt(leads.url), join(openFolder(), 'a'))
    const elsewhere = await serve((_, response) => void response.writeHead(302, { location: 'file:///etc' }).end())
    await expectFailure(download(fileAt(elsewhere.url), join(openFolder(), 'a')), 'data.download', 'no web address')
  })

  test('stops when told to, and keeps what it has', async () => {
    const { url } = await serve((request, response) => answerWhole(request, response, 70_000))
    const path = join(openFolder(), 'set.tar.gz')
    const abort = new AbortController()
    const onProgress = (bytes: number): void => {
      if (bytes >= 70_000) abort.abort()
    }
    await expectFailure(download(fileAt(url), path, { signal: abort.signal, onProgress }), 'interrupted', 'go on')
    expect(statSync(`${path}.part`).size).toBe(70_000)
  })

  test('goes through HTTP_PROXY, and past it for hosts of NO_PROXY', async () => {
    const proxy = await serve((request, response) => answerWhole(request, response))
    const direct = await serve((request, response) => answerWhole(request, response))
    vi.stubEnv('HTTP_PROXY', new URL(proxy.url).origin)
    vi.stubEnv('http_proxy', new URL(proxy.url).origin)
    vi.stubEnv('NO_PROXY', '127.0.0.1')
    vi.stubEnv('no_proxy', '127.0.0.1')
    onTestFinished(() => void vi.unstubAllEnvs())
    const path = join(openFolder(), 'set.tar.gz')
    await download(fileAt('http://published.example/set.tar.gz'), path)
    expect(proxy.seen[0]?.url).toBe('http://published.example/set.tar.gz')
    await download(fileAt(direct.url), join(openFolder(), 'set.tar.gz'))
    expect([proxy.seen.length, direct.seen.length]).toEqual([1, 1])
  })
})

test('a set of several files comes into one folder of the home, and goes again', async () => {
  const { url } = await serve((request, response) => answerWhole(request, response))
  const set: PublishedSet = {
    ...{ title: 'A set', format: 'npz', homepage: 'http://here', licence: 'none', archives: [], fileSets: [] },
    downloads: [fileAt(`${url}/a.mat`), fileAt(`${url}/b.mat`), { ...fileAt(`${url}/extra.mat`), part: 'extra' }],
    countPerClass: () => ({ train: [], test: [] }),
  }
  const home = openFolder()
  const seen: [number, number][] = []
  const { path, remove } = await fetchPublished(home, 'a set', set, {
    include: [],
    signal: new AbortController().signal,
    onProgress: (done, total) => seen.push([done, total]),
  })
  expect(readdirSync(path)).toEqual(['a.mat', 'b.mat'])
  expect(path.startsWith(home)).toBe(true)
  expect(seen.at(-1)).toEqual([600_000, 600_000])
  await remove()
  expect(existsSync(path)).toBe(false)
})
