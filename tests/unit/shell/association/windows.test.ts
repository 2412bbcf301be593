import { describe, expect, it } from 'vitest'
import {
  buildOpenCommand,
  parseDefaultValue,
  planWindowsAssociation,
  planWindowsRemoval,
} from '../../../../src/main/shell/association/windows.ts'

const program = { command: [String.raw`C:\Program Files\electron.exe`, String.raw`C:\the app`], home: null }

describe('the registry', () => {
  it('gets a type with a command, for this user alone', () => {
    const command = String.raw`"C:\Program Files\electron.exe" "C:\the app" "%1"`
    expect(buildOpenCommand(program)).toBe(command)
    const set = (key: string, value: string) => ['add', key, '/ve', '/t', 'REG_SZ', '/d', value, '/f']
    expect(planWindowsAssociation(program)).toEqual([
      set(String.raw`HKCU\Software\Classes\Ticketscope.tickets`, 'Ticketscope tickets'),
      set(String.raw`HKCU\Software\Classes\Ticketscope.tickets\shell\open\command`, command),
      set(String.raw`HKCU\Software\Classes\.tickets`, 'Ticketscope.tickets'),
    ])
  })

  it('keeps an extension that another program has since', () => {
    const type = ['delete', String.raw`HKCU\Software\Classes\Ticketscope.tickets`, '/f']
    expect(planWindowsRemoval(false)).toEqual([type])
    expect(planWindowsRemoval(true)).toEqual([
      type,
      ['delete', String.raw`HKCU\Software\Classes\.tickets`, '/ve', '/f'],
    ])
  })

  it('is read as reg.exe prints it, in any language', () => {
    const printed =
      '\r\nHKEY_CURRENT_USER\\Software\\Classes\\.tickets\r\n    (Standard)    REG_SZ    Ticketscope.tickets\r\n\r\n'
    expect(parseDefaultValue(printed)).toBe('Ticketscope.tickets')
    expect(parseDefaultValue('')).toBeNull()
  })
})
