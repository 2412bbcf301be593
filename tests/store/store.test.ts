import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { presets, studySpecSchema } from '../../src/shared/spec.ts'
import { isOwned, ownHome } from '../../src/main/lab/home.ts'
import { schemaVersion } from '../../src/main/lab/store/migrate.ts'
import { openStore } from '../../src/main/lab/store/open.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ticketscope-store-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

const spec = studySpecSchema.parse(presets.sample)
const study = { id: 's1', spec, datasets: { fashion: 'a', digits: 'b' }, createdAt: '2026-01-01T00:00:00.000Z' }

describe('openStore', () => {
  it('sets what durability rests on', () => {
    const store = openStore(home, 'own')
    expect(store.describe()).toMatchObject({ journal: 'wal', synchronous: 2, foreignKeys: 1 })
    store.close()
  })

  it('creates nothing when it only shares', () => {
    const store = openStore(home, 'share')
    expect(store.studies.list()).toEqual([])
    store.close()
    expect(readdirSync(home)).toEqual([])
  })

  it('refuses a database from the future and leaves it as it is', () => {
    openStore(home, 'own').close()
    const database = new Database(join(home, 'ticketscope.sqlite'))
    database.pragma(`user_version = ${schemaVersion + 1}`)
    database.close()
    expect(() => openStore(home, 'own')).toThrow(/ticketscope\.sqlite: written by a newer Ticketscope .* update/)
    expect(() => openStore(home, 'share')).toThrow(expect.objectContaining({ code: 'store.newer' }))
    const after = new Database(join(home, 'ticketscope.sqlite'))
    expect(after.pragma('user_version', { simple: true })).toBe(schemaVersion + 1)
    after.close()
  })

  it('says so when the file is no database, and leaves it', () => {
    writeFileSync(join(home, 'ticketscope.sqlite'), 'this is not a database, however long it may be '.repeat(50))
    expect(() => openStore(home, 'own')).toThrow(expect.objectContaining({ code: 'store.damaged' }))
    expect(existsSync(join(home, 'ticketscope.sqlite'))).toBe(true)
  })

  it('rolls a failed transaction back whole', () => {
    const store = openStore(home, 'own')
    expect(() =>
      store.inTransaction(() => {
        store.studies.add(study)
        throw new Error('after the first write')
      }),
    ).toThrow('after the first write')
    expect(store.studies.list()).toEqual([])
    store.close()
  })
})

describe('the queries', () => {
  it('give back what was put in', () => {
    const store = openStore(home, 'own')
    store.studies.add(study)
    expect(store.studies.list()).toMatchObject([
      { ...study, name: 'sample', status: 'queued', wish: null, error: null },
    ])

    const run = { study: 's1', dataset: 'fashion', trial: 0, kind: 'winning' as const }
    const metrics = {
      dataset: 'fashion',
      trial: 0,
      kind: 'winning' as const,
      round: 1,
      epoch: 1,
      loss: 0.1,
      accuracy: 1 / 3,
    }
    store.epochs.record('s1', metrics)
    expect(store.epochs.list('s1')).toEqual([metrics])
    expect(store.epochs.accuracy({ ...run, round: 1, epoch: 1 })).toBe(1 / 3)
    expect(store.epochs.accuracy({ ...run, round: 1, epoch: 2 })).toBeNull()

    const checkpoint = { ...run, round: 1, epoch: 1, file: 'f', sha256: 'h' }
    store.checkpoints.put(checkpoint)
    store.checkpoints.put({ ...checkpoint, epoch: 2, file: 'g' })
    expect(store.checkpoints.find(run)).toMatchObject({ epoch: 2, file: 'g' })
    expect(store.checkpoints.files()).toEqual(['g'])

    const layers = [{ name: 'output', shape: [2, 4], total: 8, kept: 3, positive: 2, negative: 1 }]
    const ticket = { id: 't1', ...run, round: 6, sha256: 'x', layers, checks: { masksNested: true } }
    store.tickets.add(ticket, { masks: Uint8Array.of(7), initial: new Uint8Array(12) })
    store.tickets.finish('t1', { accuracy: 0.5, checks: { masksNested: false }, trained: null, trainedSha256: null })
    expect(store.tickets.byId('t1')).toEqual({
      ...ticket,
      accuracy: 0.5,
      trainedSha256: null,
      checks: { masksNested: false },
    })
    expect(store.tickets.payload('t1')?.masks).toEqual(Buffer.of(7))

    const settings = { alignment: 'none' as const, signs: 'initial' as const, positiveWeight: 0.5 }
    const distance = { layers: [0.1 + 0.2, 1 / 3], mean: (0.1 + 0.2 + 1 / 3) / 2 }
    store.distances.add({ a: 'x', b: 'y', metric: 'nnstd', ...settings }, distance)
    expect(store.distances.from('x', settings)).toEqual([{ b: 'y', metric: 'nnstd', ...distance }])
    expect(store.distances.from('x', { ...settings, alignment: 'propagate' })).toEqual([])

    store.studies.remove('s1')
    expect(store.tickets.ofStudy('s1')).toEqual([])
    expect(store.epochs.count('s1')).toBe(0)
    expect(store.checkpoints.files()).toEqual([])
    store.close()
  })

  it('keep every table strict', () => {
    openStore(home, 'own').close()
    const database = new Database(join(home, 'ticketscope.sqlite'))
    const loose = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
      .all()
    database.close()
    expect(loose).toEqual([])
  })
})

describe('ownHome', () => {
  it('lets one process own a home at a time, and names the owner', () => {
    const release = ownHome(home)
    expect(() => ownHome(home)).toThrow(
      new RegExp(`in use by another Ticketscope \\(process ${process.pid}, since .*--home`),
    )
    expect(isOwned(home)).toBe(true)
    release()
    expect(isOwned(home)).toBe(false)
    ownHome(home)()
    expect(isOwned(join(home, 'nowhere'))).toBe(false)
  })

  it('leaves no study running that nobody runs', () => {
    const store = openStore(home, 'own')
    store.studies.add(study)
    store.studies.setStatus('s1', 'running')
    const status = (abandoned: boolean) => {
      const shared = openStore(home, 'share', { abandoned })
      const [found] = shared.studies.list()
      shared.close()
      return found?.status
    }
    expect([status(false), status(true)]).toEqual(['running', 'paused'])
    store.studies.setStatus('s1', 'finished')
    expect(status(true)).toBe('finished')
    store.close()
  })

  it('is free again after its owner was killed', () => {
    const code = `import('${new URL('../../src/main/lab/home.ts', import.meta.url).href}').then(({ ownHome }) => { ownHome(${JSON.stringify(home)}); process.kill(process.pid, 'SIGKILL') })`
    const owner = spawnSync(process.execPath, ['-e', code])
    expect(owner.signal).toBe('SIGKILL')
    ownHome(home)()
  })

  it('names a folder that cannot be written, and what to do', () => {
    const file = join(home, 'file')
    writeFileSync(file, '')
    expect(() => ownHome(join(file, 'home'))).toThrow(/file\/home: cannot be written .*--home/)
    const locked = join(home, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o500)
    // root may write anywhere, so the system's own unwritable place is asked too
    const place = process.getuid?.() === 0 ? '/proc/ticketscope' : join(locked, 'home')
    expect(() => ownHome(place)).toThrow(expect.objectContaining({ code: 'home.unwritable' }))
  })
})
