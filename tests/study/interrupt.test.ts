import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StudySummary } from '../../src/shared/results.ts'
import {
  run,
  runJson,
  start,
  succeed,
  temporaryFolder,
  tinySpec,
  until,
  writeSpec,
  type Running,
} from '../cli/command-line.ts'
import { checkpointFiles, dumpRows, type Rows } from './rows.ts'

// One small study, stopped in every way; each time it has to end as the one that nobody touched.

const folder = temporaryFolder()
// Epochs of a tenth of a second or more: long enough to be met within.
const spec = writeSpec(folder, {
  ...tinySpec,
  datasets: [
    { name: 'fashion', train: 1200, test: 100 },
    { name: 'digits', train: 900, test: 100 },
  ],
  pruning: { rounds: 2, rates: { conv: 0.15, dense: 0.25, output: 0.15 } },
  trials: 2,
})
const trials = 4
const workers = ['--workers', '2']
let untouched: { rows: Rows; distances: string; patterns: string }

beforeAll(async () => {
  const home = join(folder, 'untouched')
  await succeed('study', 'run', spec, ...workers, '--home', home, '--json')
  untouched = await lookAt(home)
})

async function lookAt(home: string): Promise<typeof untouched> {
  const print = async (command: string) => (await succeed(command, 'tiny', '--home', home, '--json')).stdout
  return { rows: dumpRows(home), distances: await print('distances'), patterns: await print('patterns') }
}

async function expectAsUntouched(home: string): Promise<void> {
  expect(untouched.rows.tickets).toHaveLength(trials * 4)
  expect(await lookAt(home)).toEqual(untouched)
  expect(checkpointFiles(home)).toEqual([])
}

function begin(home: string): Running {
  return start('study', 'run', spec, ...workers, '--home', home, '--json')
}

function resume(home: string): Running {
  return start('study', 'resume', 'tiny', ...workers, '--home', home, '--json')
}

async function finish(home: string): Promise<string[]> {
  const { status, stdout, stderr } = await resume(home).finished
  expect(status, stderr).toBe(0)
  return epochsTold(stdout)
}

/** Each epoch that was reported, once it was stored. */
function epochsTold(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{"event":"epoch"') && line.endsWith('}'))
    .map((line) => {
      const { dataset, trial, kind, round, epoch } = JSON.parse(line) as Record<string, unknown>
      return [dataset, trial, kind, round, epoch].join(' ')
    })
}

/** Waits for the nth of an event. */
const nth = (running: Running, event: string, count: number): Promise<void> =>
  until(running, new RegExp(`(?:"event":"${event}"[^]*?){${count}}`))
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('kill -9', () => {
  it('at any moment loses at most the running epochs, and changes no byte', async () => {
    const home = join(folder, 'killed')
    const told: string[] = []
    async function kill(running: Running): Promise<boolean> {
      running.process.kill('SIGKILL')
      const { signal, stdout } = await running.finished
      told.push(...epochsTold(stdout))
      return signal === 'SIGKILL'
    }

    const moments: [string, (running: Running) => Promise<unknown>][] = [
      ['before the first epoch', (running) => nth(running, 'study.started', 1)],
      ['after an epoch was stored', (running) => nth(running, 'epoch', 1)],
      ['early in an epoch', (running) => nth(running, 'epoch', 1).then(() => pause(5))],
      ['while the images are loaded', (running) => nth(running, 'study.started', 1).then(() => pause(20))],
      ['late in an epoch', (running) => nth(running, 'epoch', 1).then(() => pause(90))],
      ['after a round', (running) => nth(running, 'round', 1)],
      ['within an epoch', (running) => nth(running, 'epoch', 1).then(() => pause(45))],
      ['after a ticket', (running) => nth(running, 'ticket', 1)],
    ]
    let running = begin(home)
    for (const [moment, comes] of moments) {
      await comes(running)
      expect(await kill(running), moment).toBe(true)
      running = resume(home)
    }
    expect(await kill(running)).toBe(true)
    const verified = dumpRows(home).tickets.filter((ticket) => ticket['trained_sha256'] !== null)
    running = resume(home)
    await nth(running, 'ticket', trials * 2 - verified.length)
    await kill(running)

    // From here on only distances are missing: a sweep over the rest, until a run stores the end before it is killed.
    const status = (): unknown => dumpRows(home).studies[0]?.['status']
    let sweeps = 0
    for (; status() === 'running'; sweeps++) {
      running = resume(home)
      await Promise.race([nth(running, 'study.started', 1).then(() => pause(sweeps * 40)), running.finished])
      await kill(running)
    }
    expect(sweeps).toBeGreaterThan(1)
    expect(status()).toBe('finished')
    // An epoch is told once it is stored, and what is stored is never trained again.
    expect(told.toSorted()).toEqual([...new Set(told)].toSorted())
    expect(told.length).toBeGreaterThan(trials * 4)
    await expectAsUntouched(home)
  })

  it('leaves nothing in checkpoints/ that the next start does not clear away', async () => {
    const home = join(folder, 'litter')
    const running = begin(home)
    await nth(running, 'epoch', 3)
    running.process.kill('SIGKILL')
    await running.finished
    writeFileSync(join(home, 'checkpoints', '1-1-0123456789abcdef.bin'), 'half a checkpoint')
    const [study] = await runJson<StudySummary[]>('study', 'list', '--home', home)
    expect(study?.progress).toBeGreaterThan(0)
    expect(study?.status).toBe('paused') // nothing runs it any more
    expect((await run('study', 'pause', 'tiny', '--home', home)).stderr).toMatch(/is paused; there is nothing to pause/)
    expect((await run('study', 'delete', 'tiny', '--home', home)).status).toBe(0)
    expect(checkpointFiles(home)).toEqual([])
    expect(Object.values(dumpRows(home)).flat()).toEqual([])
  })
})

describe('Ctrl-C', () => {
  /** Milliseconds from the signal to the end of the process. */
  async function interrupt(running: Running): Promise<number> {
    const started = performance.now()
    running.process.kill('SIGINT')
    const { status, stderr } = await running.finished
    expect(status, stderr).toBe(130)
    return performance.now() - started
  }

  it('stops within a second, exit 130, and the last line says how to go on', async () => {
    const home = join(folder, 'interrupted')
    const first = begin(home)
    await nth(first, 'epoch', 3)
    expect(await interrupt(first)).toBeLessThan(1000)
    const { stdout, stderr } = await first.finished
    const [{ id = '', status = '' } = {}] = await runJson<Partial<StudySummary>[]>('study', 'list', '--home', home)
    expect(status).toBe('paused')
    const words = `stopped; go on with: ticketscope study resume ${id} --home ${home}`
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(words)
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toEqual({
      error: { code: 'interrupted', message: words },
    })
    const second = resume(home)
    await nth(second, 'study.started', 1)
    expect(await interrupt(second)).toBeLessThan(1000)
    const rest = await finish(home)
    const told = [...epochsTold(stdout), ...epochsTold((await second.finished).stdout), ...rest]
    expect(told.toSorted()).toEqual([...new Set(told)].toSorted())
    await expectAsUntouched(home)
  })

  it('while the cost is measured stores nothing', async () => {
    const home = join(folder, 'early')
    const running = begin(home)
    while (!existsSync(join(home, 'ticketscope.sqlite'))) await pause(5)
    await pause(200)
    expect(await interrupt(running)).toBeLessThan(1000)
    expect((await running.finished).stderr).toMatch(/^stopped before the study began; nothing was kept$/m)
    expect(await runJson('study', 'list', '--home', home)).toEqual([])
  })
})

describe('another process', () => {
  it('pauses a study at the end of its epoch; it goes on from there', async () => {
    const home = join(folder, 'paused')
    const running = begin(home)
    await nth(running, 'epoch', 4)
    expect((await run('study', 'pause', 'tiny', '--home', home)).status).toBe(0)
    const { status, stdout, stderr } = await running.finished
    expect(status).toBe(130)
    expect(stderr).toMatch(/paused; go on with: ticketscope study resume/)
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-2) ?? '')).toMatchObject({
      event: 'study.finished',
      status: 'paused',
    })
    // Every epoch that was begun was finished: each run stands at a checkpoint of its newest epoch.
    expect(await runJson('study', 'list', '--home', home)).toMatchObject([{ status: 'paused' }])
    expect(epochsTold(stdout).toSorted()).toEqual(
      dumpRows(home)
        .epochs.map(({ dataset, trial, kind, round, epoch }) => [dataset, trial, kind, round, epoch].join(' '))
        .toSorted(),
    )
    await finish(home)
    await expectAsUntouched(home)
  })

  it('cancels a study; what was found stays, and it can go on', async () => {
    const home = join(folder, 'cancelled')
    const running = begin(home)
    await nth(running, 'round', 2)
    expect((await run('study', 'cancel', 'tiny', '--home', home)).status).toBe(0)
    expect((await running.finished).status).toBe(130)
    expect(await runJson('study', 'list', '--home', home)).toMatchObject([{ status: 'cancelled' }])
    expect(dumpRows(home).tickets.length).toBeGreaterThan(2)
    expect((await run('study', 'cancel', 'tiny', '--home', home)).status).toBe(1)
    await finish(home)
    await expectAsUntouched(home)
  })
})

describe('checkpoints', () => {
  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['cut short', (file: string) => truncateSync(file, 1000)],
    ['overwritten', (file: string) => writeFileSync(file, Buffer.alloc(50_000, 7))],
  ])('that were %s by hand: the round is trained again from its start, to the same bytes', async (how, spoil) => {
    const { home, begun } = await killAmidRound(how.replace(' ', '-'), 1)
    for (const { file } of dumpRows(home).checkpoints) spoil(join(home, 'checkpoints', String(file)))
    const after = await finish(home)
    for (const { dataset, trial, kind, round } of begun)
      expect(after).toContain([dataset, trial, kind, round, 1].join(' '))
    await expectAsUntouched(home)
  })
})

/** Kills a study while a run has a checkpoint of its first epoch; epochs are so short that it may take some tries. */
async function killAmidRound(
  name: string,
  attempt: number,
): Promise<{ home: string; begun: ReturnType<typeof dumpRows>['checkpoints'] }> {
  const home = join(folder, `${name}-${attempt}`)
  const running = begin(home)
  await until(running, /"event":"round"[^]*"event":"epoch"[^\n]*"epoch":1,"loss"/)
  running.process.kill('SIGKILL')
  await running.finished
  const begun = dumpRows(home).checkpoints.filter(({ epoch }) => epoch === 1)
  if (begun.length > 0) return { home, begun }
  if (attempt === 10) throw new Error('no run was ever amid a round')
  return killAmidRound(name, attempt + 1)
}
