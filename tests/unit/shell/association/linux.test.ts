import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  addLinuxAssociation,
  buildDesktopEntry,
  mimeType,
  readLinuxAssociation,
  removeLinuxAssociation,
  withoutEntry,
} from '../../../../src/main/shell/association/linux.ts'

const folder = mkdtempSync(join(tmpdir(), 'ticketscope-association-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const xdg = { data: join(folder, 'data'), config: join(folder, 'config') }
mkdirSync(xdg.config, { recursive: true })

/** Whether the system has a tool. */
function has(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, tool)))
}

/** Asks GLib, which file managers ask. */
function gio(...args: string[]): string {
  const env = { ...process.env, LANG: 'C', XDG_DATA_HOME: xdg.data, XDG_CONFIG_HOME: xdg.config }
  return execFileSync('gio', args, { env, encoding: 'utf8' })
}

describe('a desktop entry', () => {
  it('quotes every word, and lets no path be taken for a field code', () => {
    const entry = buildDesktopEntry({ command: ['/a b/100%/el"ectron', '/$HOME/`x`/\\y'], home: null })
    expect(entry.split('\n')).toContain(
      String.raw`Exec="/a b/100%%/el\\"ectron" "/\\$HOME/\\` + '`x' + String.raw`\\` + '`' + String.raw`/\\\\y" %f`,
    )
    expect(() => buildDesktopEntry({ command: ['/a\nExec=rm'], home: null })).toThrow(/line break; move/)
  })
})

describe('the list of default applications', () => {
  it('loses our entry alone', () => {
    const list = `[Default Applications]\ntext/plain=vim.desktop;\n${mimeType}=ticketscope.desktop\n\n[Added Associations]\n${mimeType}=other.desktop;ticketscope.desktop;\n`
    expect(withoutEntry(list)).toBe(
      `[Default Applications]\ntext/plain=vim.desktop;\n\n[Added Associations]\n${mimeType}=other.desktop;\n`,
    )
  })
})

describe.runIf(process.platform === 'linux')('.tickets files', () => {
  const strange = join(folder, `it's "a" $HOME \\ 100% \`folder\``)
  const notes = join(folder, 'notes')
  const program = { command: [join(strange, 'program'), 'the app'], home: join(folder, 'a home') }
  mkdirSync(strange)
  writeFileSync(
    join(strange, 'program'),
    `#!/bin/sh\nprintf '%s\\n' "$TICKETSCOPE_HOME" "$@" > '${notes}.new' && mv '${notes}.new' '${notes}'\n`,
  )
  chmodSync(join(strange, 'program'), 0o755)
  const bundle = join(folder, 'my first.tickets')
  writeFileSync(bundle, 'PK')

  it('are of a type that the system opens with the program, and no longer once that is undone', async () => {
    expect(readLinuxAssociation(program, xdg).state).toBe('off')
    const added = await addLinuxAssociation(program, xdg)
    expect(added.state).toBe('on')
    expect(readLinuxAssociation(program, xdg).state).toBe('on')
    expect(readLinuxAssociation({ ...program, home: null }, xdg).state).toBe('other')
    if (has('gio') && has('update-mime-database')) {
      expect(gio('info', '-a', 'standard::content-type', bundle)).toContain(mimeType)
      expect(gio('mime', mimeType)).toMatch(/Default application[^\n]*: ticketscope\.desktop/)
    } else expect(added.detail).toMatch(/is not there|is there/)

    const removed = await removeLinuxAssociation(program, xdg)
    expect(removed.state).toBe('off')
    const list = join(xdg.config, 'mimeapps.list')
    if (existsSync(list)) expect(readFileSync(list, 'utf8')).not.toContain('ticketscope')
    if (has('gio')) expect(gio('mime', mimeType)).not.toContain('ticketscope.desktop')
  })

  it.runIf(has('gio'))('are handed to the program whatever its path, with its home', async () => {
    await addLinuxAssociation(program, xdg)
    gio('launch', join(xdg.data, 'applications', 'ticketscope.desktop'), bundle)
    await expect.poll(() => existsSync(notes), { timeout: 10_000 }).toBe(true)
    expect(readFileSync(notes, 'utf8').split('\n')).toEqual([program.home, 'the app', bundle, ''])
    await removeLinuxAssociation(program, xdg)
  })
})
