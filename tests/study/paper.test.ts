import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CostEstimate } from '../../src/shared/results.ts'
import { run, runJson, start, succeed, temporaryFolder, until } from '../cli/command-line.ts'
import { writeCifar10 } from './cifar10-files.ts'

// The paper's whole setting, with small stand-ins for its datasets: 50 training and 10 test images each.

const folder = temporaryFolder()
const home = join(folder, 'home')
const names = ['cifar10', 'cinic10', 'svhn']

beforeAll(async () => {
  for (const name of names) await succeed('data', 'add', name, writeCifar10(join(folder, name), 10), '--home', home)
})

describe('study run paper', () => {
  it('says what is missing until its datasets are added', async () => {
    const { status, stderr } = await run('study', 'run', 'paper', '--home', join(folder, 'fresh'))
    expect(status).toBe(1)
    expect(stderr).toMatch(/no dataset "cifar10".*data add cifar10/)
  })

  it('--estimate prints the cost alone', async () => {
    const cost = await runJson<CostEstimate>('study', 'run', 'paper', '--estimate', '--home', home)
    // three datasets · 50 images · 20 trials · (11 rounds + 2 verifications) · 10 epochs
    expect(cost.images).toBe(3 * 50 * 20 * 13 * 10)
    expect(cost.seconds).toBeCloseTo(cost.images / cost.imagesPerSecond, 6)
    expect(cost.imagesPerSecond).toBeGreaterThan(0)
    // 60 trials, each with 13 masks of 4,300,992 bits, and its two tickets' weights, initial and trained
    const kept = 0.1 * 4_300_992
    expect(cost.diskBytes).toBeGreaterThan(60 * ((13 * 4_300_992) / 8 + kept))
    expect(cost.diskBytes).toBeLessThan(2 * 2 ** 30)
    expect(cost.memoryBytes).toBeGreaterThan(cost.workers * 4_300_992 * 4 * 3)
    expect(await runJson('study', 'list', '--home', home)).toEqual([])
  })

  it('says the cost before it starts; stopped, it says how to go on', async () => {
    const running = start('study', 'run', 'paper', '--home', home)
    await until(running, 'Study paper')
    const cost =
      /^paper: 390,000 images to train on, about .+ at \d+ images\/s \(.+\); about .+ of disk and .+ of memory\nStudy paper/
    expect(running.seen()).toMatch(cost)
    running.process.kill('SIGINT')
    const { status, stderr } = await running.finished
    expect(status).toBe(130)
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^stopped; go on with: ticketscope study resume [0-9a-f]{10} --home /,
    )
    expect(await runJson('study', 'list', '--home', home)).toMatchObject([{ name: 'paper', status: 'paused' }])
  })
})
