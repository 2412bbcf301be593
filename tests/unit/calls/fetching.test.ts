import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { DatasetEvent } from '../../../src/shared/protocol.ts'
import { openDatasetRegistry } from '../../../src/main/lab/calls/dataset-registry.ts'
import { datasetCalls } from '../../../src/main/lab/calls/datasets.ts'
import { publishedSets } from '../../../src/main/lab/datasets/index.ts'
import { openStore } from '../../../src/main/lab/store/open.ts'
import { cifarShape, createDataset, encodeCifar10, encodeTar, openFolder } from '../datasets/files.ts'
import { answerRange, serve } from '../datasets/server.ts'

// From a server to a dataset that studies can use: what is published here is a small archive on a server of this machine.

const files = encodeCifar10(createDataset({ ...cifarShape, train: 60, test: 20 }))
const tar = encodeTar(Object.entries(files).map(([name, content]) => ({ name, content })))
const archive = gzipSync(tar, { level: 0 })
const hash = (kind: string): string => createHash(kind).update(archive).digest('hex')

async function openCalls(url: string) {
  const home = openFolder()
  const store = openStore(home, 'own')
  const events: DatasetEvent[] = []
  const download = { url, bytes: archive.length, md5: hash('md5'), sha256: hash('sha256') }
  const { calls, close } = datasetCalls({
    ...{ home, store, access: 'own' },
    registry: await openDatasetRegistry(home, store),
    published: { ...publishedSets, cifar10: { ...publishedSets.cifar10, downloads: [download] } },
    emit: (event) => events.push(event),
  })
  onTestFinished(async () => {
    await close()
    store.close()
  })
  return { calls, home, events }
}

test('a published set is downloaded over a break, checked, added, and listed; the download goes', async () => {
  const { url, seen } = await serve((request, response, count) => {
    if (count > 1) return answerRange(archive, request, response)
    answerRange(archive, request, response, 5000)
    setTimeout(() => response.destroy(), 20)
  })
  const { calls, home, events } = await openCalls(url)
  const [published] = calls.listPublished({ include: [] })
  expect(published).toMatchObject({ name: 'cifar10', files: [{ url, bytes: archive.length, md5: hash('md5') }] })
  const added = await calls.fetchDataset({ dataset: 'cifar10', include: [] })
  expect(seen[1]?.headers.range).toBe('bytes=5000-')
  expect(added).toMatchObject({
    ...{ name: 'cifar10', format: 'cifar10-binary', train: 60, test: 20 },
    source: 'fetched: https://www.cs.toronto.edu/~kriz/cifar.html',
    published: { dataset: 'CIFAR-10', verdict: 'differs' },
  })
  expect([...new Set(events.map(({ phase }) => phase))]).toEqual(['download', 'read', 'store'])
  expect(events.findLast(({ phase }) => phase === 'download')?.done).toBe(archive.length)
  expect(calls.listDatasets().map(({ name }) => name)).toEqual(['fashion', 'digits', 'cifar10'])
  expect(await calls.verifyDatasets({})).toContainEqual({ name: 'cifar10', intact: true, problem: null })
  expect(existsSync(join(home, 'downloads', 'cifar10'))).toBe(false)
  expect(readdirSync(join(home, 'datasets'))).toEqual([added.sha256])
})

test('other bytes of the right length are never read, and leave nothing', async () => {
  const { url } = await serve((request, response) =>
    answerRange(Buffer.from(archive).fill(1, 900, 901), request, response),
  )
  const { calls, home, events } = await openCalls(url)
  await expect(calls.fetchDataset({ dataset: 'cifar10', include: [] })).rejects.toMatchObject({
    code: 'data.format',
    message: expect.stringContaining('another checksum') as string,
  })
  expect(events.every(({ phase }) => phase === 'download')).toBe(true)
  expect(calls.listDatasets().map(({ name }) => name)).toEqual(['fashion', 'digits'])
  expect(readdirSync(join(home, 'downloads', 'cifar10'))).toEqual([])
  expect(existsSync(join(home, 'datasets'))).toBe(false)
})

test('a fetch that is cancelled keeps what it has, and the next goes on from there', async () => {
  let upTo = 5000
  const { url, seen } = await serve((request, response) => answerRange(archive, request, response, upTo))
  const { calls, home, events } = await openCalls(url)
  const fetching = calls.fetchDataset({ dataset: 'cifar10', name: 'mine', include: [] })
  const outcome = expect(fetching).rejects.toMatchObject({ code: 'interrupted' })
  await expect.poll(() => events.some(({ done }) => done >= 1)).toBe(true)
  calls.cancelDataset({ dataset: 'mine' })
  await outcome
  expect(readdirSync(join(home, 'downloads', 'cifar10'))).toContain('set.tar.gz.part')
  upTo = archive.length
  expect(await calls.fetchDataset({ dataset: 'cifar10', name: 'mine', include: [] })).toMatchObject({ train: 60 })
  expect(seen.at(-1)?.headers.range).toMatch(/^bytes=\d+-$/)
})
