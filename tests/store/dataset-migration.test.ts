import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { first } from '../../src/main/lab/store/migrations/0001-first.ts'
import { openStore } from '../../src/main/lab/store/open.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ticketscope-store-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

const summary = {
  ...{ name: 'old', sha256: 'a'.repeat(64), source: '/data', height: 8, width: 8, channels: 1, train: 20, test: 10 },
  classes: ['0', '1'],
  addedAt: '2026-01-01T00:00:00.000Z',
  sample: false,
}

test('datasets of version 1 are kept; what was not known then is null', () => {
  const database = new Database(join(home, 'ticketscope.sqlite'))
  database.exec(first)
  database.pragma('user_version = 1')
  database
    .prepare(
      `INSERT INTO datasets (name, sha256, source, added_at, height, width, channels, train, test, classes)
       VALUES (@name, @sha256, @source, @addedAt, @height, @width, @channels, @train, @test, @classes)`,
    )
    .run({ ...summary, sample: 0, classes: JSON.stringify(summary.classes) })
  database.close()
  const store = openStore(home, 'own')
  expect(store.datasets.list()).toEqual([{ ...summary, format: null, published: null }])
  const published = { dataset: 'SVHN', verdict: 'equal' as const, reason: 'its files have the official checksums' }
  store.datasets.add({ ...summary, name: 'new', format: 'svhn', published })
  expect(store.datasets.list()[0]).toEqual({ ...summary, name: 'new', format: 'svhn', published })
  store.close()
})
