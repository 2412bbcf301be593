import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { annotations } from '../../src/main/lab/store/migrations/0003-annotations.ts'
import { bundles } from '../../src/main/lab/store/migrations/0004-bundles.ts'
import { datasetOrigin } from '../../src/main/lab/store/migrations/0002-datasets.ts'
import { first } from '../../src/main/lab/store/migrations/0001-first.ts'
import { openStore } from '../../src/main/lab/store/open.ts'
import { howToRun } from '../../src/shared/how-to-run.ts'
import { presets, studySpecSchema } from '../../src/shared/spec.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ticketscope-notices-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const spec = studySpecSchema.parse(presets.sample)
const study = { id: 's1', spec, datasets: {}, createdAt: '2026-01-01T00:00:00.000Z' }
const notices = ['b', 'a', 'b'].map((message) => ({ at: '2026-01-01T00:00:01.000Z', message }))

describe('notices', () => {
  it('stay with their study in their order, and go with it', () => {
    const store = openStore(home, 'own')
    store.studies.add(study)
    store.studies.add({ ...study, id: 's2' })
    for (const notice of notices) store.notices.add('s1', notice)
    store.close()
    const again = openStore(home, 'own')
    expect(again.notices.list('s1')).toEqual(notices)
    expect(again.notices.list('s2')).toEqual([])
    again.studies.remove('s1')
    again.studies.add(study)
    expect(again.notices.list('s1')).toEqual([])
    again.close()
  })
  it('come to a home of version 4, whose studies were not asked to run in any way', () => {
    const old = new Database(join(home, 'ticketscope.sqlite'))
    for (const migration of [first, datasetOrigin, annotations, bundles]) old.exec(migration)
    old.pragma('user_version = 4')
    old
      .prepare(
        `INSERT INTO studies (id, name, spec, status, datasets, created_at) VALUES ('s1', 'n', ?, 'paused', '{}', '2026')`,
      )
      .run(JSON.stringify(spec))
    old.close()
    const store = openStore(home, 'own')
    expect(store.studies.list()).toMatchObject([{ id: 's1', status: 'paused', asked: null }])
    expect(store.notices.list('s1')).toEqual([])
    const asked = howToRun.parse({ engine: 'webgpu', device: 'all', workers: 8 })
    store.studies.setAsked('s1', asked)
    expect(store.studies.list()).toMatchObject([{ asked }])
    store.close()
  })
})
