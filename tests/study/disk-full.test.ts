import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/main/lab/locations.ts'
import { run, runJson, succeed, temporaryFolder, writeSpec } from '../cli/command-line.ts'
import { checkpointFiles, dumpRows, type Rows } from './rows.ts'

// Real full disks: small file systems in memory, which root alone may mount.

const folder = temporaryFolder()
const mounted: string[] = []
afterAll(() => {
  for (const place of mounted) {
    spawnSync('umount', ['-l', place])
    rmSync(place, { recursive: true, force: true })
  }
})

/** A folder that holds so many KiB; null where none can be mounted. */
function mountSmall(size: number): string | null {
  const place = mkdtempSync(join(tmpdir(), 'ticketscope-small-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', place])
  if (status === 0) mounted.push(place)
  else rmSync(place, { recursive: true })
  return status === 0 ? place : null
}

function enlarge(place: string): void {
  spawnSync('mount', ['-o', 'remount,size=200m', place])
}

const able = mountSmall(64) !== null
if (!able) process.stderr.write('skipped: full disks (mounting a small file system needs root on Linux)\n')

describe.skipIf(!able)('a full disk', () => {
  let untouched: Rows
  const spec = writeSpec(folder)
  beforeAll(async () => {
    const home = join(folder, 'untouched')
    await succeed('study', 'run', spec, '--home', home)
    untouched = dumpRows(home)
  })

  it.each([1000, 2200, 3400, 4600])(
    'of %i KiB ends a study with one clear line; resumed, it loses nothing',
    async (size) => {
      const place = mountSmall(size) ?? ''
      const home = join(place, 'home')
      const { status, stdout, stderr } = await run('study', 'run', spec, '--workers', '2', '--home', home, '--json')
      expect(status, stderr).toBe(1)
      const lines = stdout.trimEnd().split('\n')
      const { error } = JSON.parse(lines.at(-1) ?? '') as { error: { code: string; message: string } }
      expect(error.code).toBe('disk.full')
      expect(error.message).toContain(home)
      expect(error.message).toMatch(/free some space, then resume/)
      expect(
        stderr
          .trimEnd()
          .split('\n')
          .filter((line) => line.startsWith('error')),
      ).toEqual([`error: ${error.message}`])

      enlarge(place)
      const left = dumpRows(home)
      const told = lines.filter((line) => line.startsWith('{"event":"epoch"'))
      expect(left.epochs.length).toBeGreaterThanOrEqual(told.length)
      for (const row of [...left.epochs, ...left.tickets]) expectPartOf(row, untouched)
      // no part of a file, and none that nothing names
      expect(new Set(checkpointFiles(home))).toEqual(new Set(left.checkpoints.map(({ file }) => file)))

      await succeed('study', 'resume', 'tiny', '--home', home)
      expect(dumpRows(home)).toEqual(untouched)
      expect(checkpointFiles(home)).toEqual([])
    },
  )

  it('takes no dataset, and keeps nothing of it', async () => {
    const place = mountSmall(400) ?? ''
    const home = join(place, 'home')
    const source = join(packageRoot, 'resources', 'samples', 'fashion')
    const { status, stdout, stderr } = await run('data', 'add', 'mine', source, '--home', home)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(new RegExp(`^error: ${home}/datasets: .*disk is full.*free some space`))
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    enlarge(place)
    expect(await runJson<{ name: string }[]>('data', 'list', '--home', home)).toHaveLength(2)
    await succeed('data', 'add', 'mine', source, '--home', home)
    expect(await runJson('data', 'verify', '--home', home)).toMatchObject([{}, {}, { name: 'mine', intact: true }])
  })

  it('from the first byte on is said: exit 1', async () => {
    const place = mountSmall(64) ?? ''
    mkdirSync(join(place, 'home'))
    spawnSync('dd', ['if=/dev/zero', `of=${join(place, 'filler')}`])
    const { status, stdout, stderr } = await run('study', 'run', spec, '--home', join(place, 'home'))
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(new RegExp(`^error: ${join(place, 'home')}.*free some space`))
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(readFileSync(join(place, 'filler')).length).toBeGreaterThan(0)
  })
})

/** A stored row is one of the untouched study's, or the same ticket before it was trained. */
function expectPartOf(row: Record<string, unknown>, { epochs, tickets }: Rows): void {
  const whole = 'epoch' in row ? epochs : tickets.filter(({ id }) => id === row['id'])
  const trained = 'epoch' in row || row['accuracy'] !== null
  if (trained) expect(whole).toContainEqual(row)
  else expect(whole).toMatchObject([{ sha256: row['sha256'], masks: row['masks'], layers: row['layers'] }])
}
