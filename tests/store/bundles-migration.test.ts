import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { first } from '../../src/main/lab/store/migrations/0001-first.ts'
import { openStore } from '../../src/main/lab/store/open.ts'
import { presets, studySpecSchema } from '../../src/shared/spec.ts'

it('keeps the studies of version 1, whose programs and origins are not known', () => {
  const home = mkdtempSync(join(tmpdir(), 'ticketscope-store-'))
  try {
    const old = new Database(join(home, 'ticketscope.sqlite'))
    old.exec(first)
    old.pragma('user_version = 1')
    const spec = studySpecSchema.parse(presets.sample)
    old
      .prepare(
        `INSERT INTO studies (id, name, spec, status, wish, engine, device, workers, error, datasets, created_at)
         VALUES ('0123456789', 'sample', ?, 'finished', NULL, 'wasm', 'a processor', 2, NULL, '{}', '2026-01-01')`,
      )
      .run(JSON.stringify(spec))
    old.close()
    const store = openStore(home, 'own')
    expect(store.studies.list()).toMatchObject([
      { id: '0123456789', status: 'finished', device: 'a processor', software: null, origin: null },
    ])
    store.studies.setEngine('0123456789', 'wasm', 'another', 1, { ticketscope: '0.1.0', node: '24.0.0' })
    expect(store.studies.list()).toMatchObject([{ software: { ticketscope: '0.1.0', node: '24.0.0' } }])
    store.close()
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
