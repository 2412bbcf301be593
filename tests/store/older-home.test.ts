import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ownHome } from '../../src/main/lab/home.ts'
import { openLab } from '../../src/main/lab/index.ts'
import { schemaVersion } from '../../src/main/lab/store/migrate.ts'
import { first } from '../../src/main/lab/store/migrations/0001-first.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ticketscope-older-'))
  const old = new Database(join(home, 'ticketscope.sqlite'))
  old.exec(first)
  old.pragma('user_version = 1')
  old.close()
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function version(): unknown {
  const database = new Database(join(home, 'ticketscope.sqlite'), { readonly: true })
  try {
    return database.pragma('user_version', { simple: true })
  } finally {
    database.close()
  }
}

it('of version 1 is brought up to date by who only looks', async () => {
  const lab = await openLab({ home, access: 'share' })
  expect(await lab.calls.listStudies({})).toEqual([])
  await lab.close()
  expect(version()).toBe(schemaVersion)
})

it('that an older Ticketscope has open is left as it is', async () => {
  const release = ownHome(home)
  await expect(openLab({ home, access: 'share' })).rejects.toMatchObject({
    code: 'home.busy',
    message: expect.stringMatching(/older Ticketscope; close that one, or try again/),
  })
  release()
  expect(version()).toBe(1)
})
