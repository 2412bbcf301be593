import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CostEstimate } from '../../src/shared/results.ts'
import { runJson, start, succeed, temporaryFolder, until, writeSpec } from '../cli/command-line.ts'
import { writeCifar10 } from './cifar10-files.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')
const gibibyte = 2 ** 30

/** Most memory that a process has held so far, in bytes; its worker threads are part of it. */
function peakMemory(pid: number | undefined): number {
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kibibytes) * 1024
}

/**
 * One worker trains on all 50,000 images, far from the end of its first epoch. The other, beside it, goes through
 * everything else that takes memory: epochs, checkpoints, pruning, both tickets.
 */
const spec = {
  version: 1,
  name: 'large',
  seed: 1,
  datasets: [{ name: 'cifar10' }, { name: 'digits', train: 60, test: 60 }],
  network: 'conv-2',
  training: { optimiser: { kind: 'adam', learningRate: 2e-4 }, batch: 60, epochs: 2 },
  pruning: { rounds: 1, rates: { conv: 0.1, dense: 0.2, output: 0.1 } },
  trials: 1,
}

const measurable = existsSync('/proc/self/status')
if (!measurable) process.stderr.write('skipped: peak memory (it is read from /proc, which this system lacks)\n')

describe.skipIf(!measurable)('Conv-2 on data of CIFAR-10’s size', () => {
  it('stays under 2.5 GiB with two workers, and stops within a second', async () => {
    await succeed('data', 'add', 'cifar10', writeCifar10(join(folder, 'cifar10'), 10_000), '--home', home)
    const file = writeSpec(folder, spec)
    const flags = ['--workers', '2', '--home', home]
    const { memoryBytes } = await runJson<CostEstimate>('study', 'run', file, '--estimate', ...flags)
    const running = start('study', 'run', file, ...flags, '--json')
    await until(running, /"event":"ticket"[^\n]*"kind":"random","dataset":"digits"/, 200)
    const peak = peakMemory(running.process.pid)
    expect(running.seen()).not.toMatch(/"dataset":"cifar10"/)
    const started = performance.now()
    running.process.kill('SIGINT')
    const { status, stderr } = await running.finished
    expect(status, stderr).toBe(130)
    expect(performance.now() - started).toBeLessThan(1000)
    process.stdout.write(
      `peak memory of the lab: ${(peak / gibibyte).toFixed(2)} GiB, ${(memoryBytes / gibibyte).toFixed(2)} GiB foretold\n`,
    )
    expect(peak).toBeLessThan(2.5 * gibibyte)
    // what was said before it started
    expect(peak / memoryBytes).toBeGreaterThan(0.6)
    expect(peak / memoryBytes).toBeLessThan(1.3)
  })
})
