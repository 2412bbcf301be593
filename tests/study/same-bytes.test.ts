import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ticket } from '../../src/shared/results.ts'
import { runJson, succeed, temporaryFolder, writeSpec } from '../cli/command-line.ts'
import { dumpRows, type Rows } from './rows.ts'

const folder = temporaryFolder()

interface Outcome {
  rows: Rows
  /** What the commands print, as they print it. */
  printed: Record<string, string>
}

async function runStudy(name: string, workers: number): Promise<Outcome> {
  const home = join(folder, name)
  const flags = ['--home', home, '--json']
  await succeed('study', 'run', writeSpec(folder), '--workers', String(workers), ...flags)
  const commands = ['tickets', 'distances', 'patterns']
  const outputs = await Promise.all(commands.map((command) => succeed(command, 'tiny', ...flags)))
  return {
    rows: dumpRows(home),
    printed: Object.fromEntries(commands.map((command, index) => [command, outputs[index]?.stdout ?? ''])),
  }
}

describe('the same spec gives the same bytes', () => {
  let reference: Outcome
  beforeAll(async () => {
    reference = await runStudy('one', 1)
  })

  it('and there are bytes to compare', () => {
    expect(reference.rows.tickets).toHaveLength(6 * 5)
    expect(reference.rows.epochs).toHaveLength(6 * 5 * 2)
    const final = reference.rows.tickets.filter((ticket) => ticket['trained_sha256'] !== null)
    expect(final).toHaveLength(12)
    expect(new Set(final.map((ticket) => ticket['trained_sha256'])).size).toBe(12)
    // every two final tickets of different trials, by both metrics
    expect(reference.rows.distances).toHaveLength(((12 * 11) / 2 - 6) * 2)
    for (const printed of Object.values(reference.printed)) expect(printed.length).toBeGreaterThan(1000)
  })

  it.each([
    ['when it is run twice', 1],
    ['with 2 workers', 2],
    ['with 5 workers', 5],
  ])('%s', async (name, workers) => {
    expect(await runStudy(name.replaceAll(' ', '-'), workers)).toEqual(reference)
  })

  it('and another seed gives others', async () => {
    const home = join(folder, 'seed')
    const flags = ['--home', home, '--set', 'seed=8', '--set', 'trials=1', '--json']
    await succeed('study', 'run', writeSpec(folder), ...flags)
    const others = await runJson<Ticket[]>('tickets', 'tiny', '--home', home)
    const known = new Set(reference.rows.tickets.map(({ sha256 }) => sha256))
    expect(others).toHaveLength(4)
    expect(others.filter(({ sha256 }) => known.has(sha256))).toEqual([])
  })
})
