import { describe, expect, it } from 'vitest'
import { pathsInArguments } from '../../../src/main/shell/arguments.ts'

const development = { folder: '/work', takesApp: true }

describe('paths in arguments', () => {
  it('are absolute, without switches and without the app', () => {
    const argv = ['/bin/electron', '--no-sandbox', '/app', 'a.tickets', '--inspect=0', '/tmp/b c.tickets', '']
    expect(pathsInArguments(argv, development)).toEqual(['/work/a.tickets', '/tmp/b c.tickets'])
    expect(pathsInArguments(['/bin/ticketscope', 'a'], { folder: '/work', takesApp: false })).toEqual(['/work/a'])
    expect(pathsInArguments(['/bin/electron', '/app'], development)).toEqual([])
    expect(pathsInArguments([], development)).toEqual([])
  })

  it('may begin with a hyphen after --', () => {
    expect(pathsInArguments(['/bin/electron', '/app', '--', '--x.tickets', '-y'], development)).toEqual([
      '/work/--x.tickets',
      '/work/-y',
    ])
  })
})
