import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSettingsFile } from '../../../src/main/shell/settings-file.ts'
import { defaultSettings } from '../../../src/shared/settings.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ticketscope-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the settings file', () => {
  it('gives back what was kept, and leaves nothing half-written beside it', () => {
    const path = join(folder, 'deep', 'settings.json')
    const bounds = { x: -5, y: 0, width: 900, height: 600 }
    openSettingsFile(path).write({ settings: { ...defaultSettings, theme: 'dark', workers: 3 } })
    openSettingsFile(path).write({ bounds, maximised: true })
    expect(openSettingsFile(path).read()).toEqual({
      settings: { ...defaultSettings, theme: 'dark', workers: 3 },
      bounds,
      maximised: true,
    })
    expect(readdirSync(join(folder, 'deep'))).toEqual(['settings.json'])
  })
  it('takes a missing, damaged or foreign file for an empty one, value by value', () => {
    const path = join(folder, 'settings.json')
    const read = (text: string) => {
      writeFileSync(path, text)
      return openSettingsFile(path).read()
    }
    expect(openSettingsFile(path).read().settings).toEqual(defaultSettings)
    for (const text of ['', '{', '[]', 'null', '{"settings":7}'])
      expect(read(text).settings, text).toEqual(defaultSettings)
    const mixed = read('{"settings":{"theme":"pink","zoom":1.5},"bounds":{"x":1},"maximised":"yes"}')
    expect(mixed).toEqual({ settings: { ...defaultSettings, zoom: 1.5 }, bounds: null, maximised: false })
    expect(readFileSync(path, 'utf8')).toContain('pink')
  })
})
