import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished, vi } from 'vitest'
import { encodeTar } from '../unit/datasets/files.ts'
import { entry, run, start, temporaryFolder } from './command-line.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')

async function serveNothing(): Promise<void> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': 170_052_171 })
    response.write('some bytes, then nothing')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('TICKETSCOPE_MIRROR', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    server.closeAllConnections()
    server.close()
  })
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !condition();) {
    if (Date.now() > deadline) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

it('data add, stopped by Ctrl-C: exit 130, and nothing is left', async () => {
  const content = Buffer.alloc(20_000 * 3073)
  const parts = [1, 2, 3, 4, 5].map((number) => ({ name: `data_batch_${number}.bin`, content }))
  const path = join(folder, 'large.tar.gz')
  writeFileSync(path, gzipSync(encodeTar(parts), { level: 1 }))
  const adding = start('data', 'add', 'large', path, '--home', home)
  const datasets = join(home, 'datasets')
  await until(() => existsSync(datasets) && readdirSync(datasets).length > 0)
  adding.process.kill('SIGINT')
  const { status, stdout, stderr } = await adding.finished
  expect(status, stderr).toBe(130)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^reading .*large\.tar\.gz was interrupted; add it again\n$/)
  expect(readdirSync(datasets)).toEqual([])
})

it('data fetch asks before it downloads: without a terminal it wants --yes', async () => {
  const { status, stderr } = await run('data', 'fetch', 'cifar10', '--home', home)
  expect(status).toBe(2)
  expect(stderr).toMatch(/CIFAR-10: 162 MiB to download; agree with --yes/)
  expect((await run('data', 'fetch', 'imagenet', '--yes', '--home', home)).stderr).toMatch(/there are cifar10, svhn/)
})

const terminal = String(spawnSync('script', ['--version']).stdout).includes('util-linux') // null without it
it.skipIf(!terminal)(
  'data fetch asks on a terminal, naming size, host and licence; nothing comes without a yes',
  () => {
    for (const answer of ['n\n', '\n', 'yellow\n']) {
      const refusing = join(folder, 'refusing')
      const command = [process.execPath, entry, 'data', 'fetch', 'svhn', '--home', refusing].join(' ')
      const asked = spawnSync('script', ['-qec', command, '/dev/null'], { input: answer, encoding: 'utf8' })
      expect(asked.stdout).toMatch(/SVHN: 235 MiB from ufldl\.stanford\.edu; licence: for non-commercial use only/)
      expect(asked.stdout).toMatch(/Download it\? \[y\/N\] [^]*nothing was downloaded/)
      expect(asked.status).toBe(130)
      expect(existsSync(join(refusing, 'downloads'))).toBe(false)
    }
  },
)

it('data fetch, stopped by Ctrl-C: exit 130, and what came is kept', async () => {
  await serveNothing()
  const fetching = start('data', 'fetch', 'cifar10', '--yes', '--home', home)
  const downloads = join(home, 'downloads', 'cifar10')
  await until(() => existsSync(downloads) && readdirSync(downloads).some((name) => name.endsWith('.part')))
  fetching.process.kill('SIGINT')
  const { status, stderr } = await fetching.finished
  expect(status, stderr).toBe(130)
  expect(stderr).toMatch(/cifar-10-binary\.tar\.gz: the download was interrupted; fetch again/)
  expect(readdirSync(downloads)).toContain('cifar-10-binary.tar.gz.part')
})

it('data fetch of a mirror that has other files: exit 1', async () => {
  const server = createServer((_, response) => response.end('<html>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('TICKETSCOPE_MIRROR', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    server.close()
  })
  mkdirSync(home, { recursive: true })
  const { status, stderr } = await run('data', 'fetch', 'cinic10', '--yes', '--home', join(folder, 'other'))
  expect(status).toBe(1)
  expect(stderr).toMatch(/CINIC-10\.tar\.gz: the server offers 6 bytes, the published file has 687544992/)
})
