import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { withExtension } from '../../../src/main/shell/with-extension.ts'

const folder = mkdtempSync(join(tmpdir(), 'ticketscope-extension-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a name without an extension gets it, unless that names another file', () => {
  const path = join(folder, 'mine')
  expect(withExtension(path, 'tickets')).toBe(`${path}.tickets`)
  expect(withExtension(`${path}.zip`, 'tickets')).toBe(`${path}.zip`)
  expect(withExtension(path, undefined)).toBe(path)
  writeFileSync(`${path}.tickets`, '')
  expect(withExtension(path, 'tickets')).toBe(path)
})
