import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ticket, TrainingBenchmark } from '../../src/shared/results.ts'
import type { StudySpecInput } from '../../src/shared/spec.ts'
import { runJson, start, succeed, temporaryFolder, until, writeSpec, type Finished } from '../cli/command-line.ts'
import { dumpRows } from '../study/rows.ts'
import { adapter } from './adapter.ts'

const folder = temporaryFolder()

/** Two trials of two rounds, in epochs of a tenth of a second on SwiftShader. */
const spec: StudySpecInput = {
  version: 1,
  name: 'tiny',
  seed: 7,
  datasets: [{ name: 'digits', train: 240, test: 40 }],
  network: {
    input: { height: 8, width: 8, channels: 1 },
    layers: [{ kind: 'conv', filters: 4 }, { kind: 'pool' }, { kind: 'output', classes: 10 }],
  },
  training: { optimiser: { kind: 'adam', learningRate: 3e-3 }, batch: 10, epochs: 2 },
  pruning: { rounds: 2, rates: { conv: 0.15, dense: 0.25, output: 0.15 } },
  trials: 2,
  comparison: { permutations: 100, bootstraps: 100 },
}

/** What a study told, line by line. */
const eventsOf = ({ stdout }: Finished): Record<string, unknown>[] =>
  stdout.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Record<string, unknown>] : []))

describe.skipIf(!adapter)(`the command line on ${adapter?.name ?? 'no device'}`, () => {
  const flags = (home: string) => ['--engine', 'webgpu', '--home', join(folder, home), '--json']
  const words = (home: string) => ['study', 'run', writeSpec(folder, spec), ...flags(home)]
  let whole: Finished
  beforeAll(async () => {
    whole = await succeed(...words('whole'))
  })

  it('study run says what it runs on, and grows tickets whose checks are all true', async () => {
    const events = eventsOf(whole)
    expect(events[0]).toMatchObject({ event: 'study.started', engine: 'webgpu', device: adapter?.name })
    expect(events.at(-1)).toMatchObject({ event: 'study.finished', status: 'finished' })
    const tickets = await runJson<Ticket[]>('tickets', 'tiny', '--home', join(folder, 'whole'))
    expect(tickets.map(({ kind }) => kind).toSorted()).toEqual(['random', 'random', 'winning', 'winning'])
    for (const { checks, accuracy } of tickets) {
      expect(Object.keys(checks).length).toBeGreaterThan(0)
      expect(Object.values(checks)).not.toContain(false)
      expect(accuracy).toBeGreaterThanOrEqual(0)
    }
  })

  it('stopped by Ctrl-C in the middle of a round and resumed, it ends as undisturbed', async () => {
    const home = 'stopped'
    const running = start(...words(home))
    await until(running, /"event":"round"[^]*"event":"epoch"/)
    running.process.kill('SIGINT')
    const stopped = await running.finished
    expect(stopped.status, stopped.stderr).toBe(130)
    expect(stopped.stderr).toMatch(/go on with: ticketscope study resume/)
    const resumed = await succeed('study', 'resume', 'tiny', ...flags(home))
    expect(eventsOf(resumed)[0]).toMatchObject({ event: 'study.started', engine: 'webgpu', device: adapter?.name })
    const [rows, expected] = [home, 'whole'].map((name) => dumpRows(join(folder, name)))
    expect(expected?.tickets).toHaveLength(8)
    expect(rows).toEqual(expected)
  })

  it('bench train answers', async () => {
    const small = ['--architecture', 'mini-conv-2', '--batch', '4', '--workers', '1', '--seconds', '1']
    const home = ['--home', join(folder, 'bench')]
    const speed = await runJson<TrainingBenchmark>('bench', 'train', '--engine', 'webgpu', ...small, ...home)
    expect(speed).toMatchObject({ engine: 'webgpu', device: adapter?.name, workers: 1, batch: 4 })
    expect(speed.imagesPerSecond).toBeGreaterThan(0)
  })
})
