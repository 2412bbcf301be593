import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLab, type Lab } from '../../src/main/lab/index.ts'
import { createDataset, encodeIdxSet } from '../unit/datasets/files.ts'
import { hostileFiles } from './corpus/index.ts'
import { writeTree } from './corpus/hostile-file.ts'

const mostSeconds = 5
const mostMemory = 512 // MiB, of the whole process, the lab and this test in it

const root = mkdtempSync(join(tmpdir(), 'ticketscope-hostile-'))
const home = join(root, 'home')
let lab: Lab
beforeAll(async () => {
  lab = await openLab({ home, access: 'own' })
})
afterAll(async () => {
  await lab.close()
  rmSync(root, { recursive: true, force: true })
})

/** The largest resident set since the last call, in MiB; null where the system does not tell. */
function peakMemory(): number | null {
  if (process.platform !== 'linux') return null
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  writeFileSync('/proc/self/clear_refs', '5')
  return Number(kilobytes) / 1024
}

test('there are at least 120', () => {
  expect(hostileFiles.length).toBeGreaterThanOrEqual(120)
  expect(new Set(hostileFiles.map(({ format, name }) => `${format} ${name}`)).size).toBe(hostileFiles.length)
})

describe('each is refused with its own error', () => {
  test.each(hostileFiles.map((file) => [file.format, file.name, file] as const))(
    '%s: %s',
    async (_format, _name, file) => {
      const folder = mkdtempSync(join(root, 'file-'))
      const given = join(folder, 'given')
      mkdirSync(given)
      const path = file.make(given)
      const before = readdirSync(root).toSorted()
      peakMemory()
      const started = performance.now()
      const outcome = await lab.call('addDataset', { name: 'hostile', path })
      const seconds = (performance.now() - started) / 1000
      const memory = peakMemory()
      if (outcome.ok) await lab.calls.removeDataset({ dataset: 'hostile' })
      expect(outcome.ok).toBe(false)
      if (outcome.ok) return
      expect(outcome.error.code).toMatch(/^data\.(format|missing|unreadable)$/)
      // Place, what is wrong, what to do: on one line.
      expect(outcome.error.message).toMatch(/^[^\n]+: [^\n]+; [^\n]+$/)
      expect(outcome.error.message.startsWith(folder)).toBe(true)
      expect(outcome.error.message).toMatch(file.words)
      expect(seconds).toBeLessThan(mostSeconds)
      if (memory !== null) expect(memory).toBeLessThan(mostMemory)
      expect(readdirSync(join(home, 'datasets'))).toEqual([])
      expect(readdirSync(root).toSorted()).toEqual(before)
      expect(readdirSync(folder)).toEqual(['given'])
      expect(existsSync('/tmp/ticketscope-was-here')).toBe(false)
      rmSync(folder, { recursive: true, force: true })
    },
  )

  test('and the lab lives on', async () => {
    const set = createDataset()
    const path = writeTree(join(root, 'good'), encodeIdxSet(set))
    expect(await lab.calls.addDataset({ name: 'good', path })).toMatchObject({ train: 25, test: 11 })
    expect((await lab.calls.listDatasets({})).map(({ name }) => name)).toEqual(['fashion', 'digits', 'good'])
    expect(await lab.calls.verifyDatasets({ dataset: 'good' })).toMatchObject([{ intact: true }])
  })
})
