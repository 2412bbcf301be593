import { describe, expect, it } from 'vitest'
import { allCommands, createProgram } from '../../src/main/cli/program.ts'
import { run } from './command-line.ts'

function pathOf(command: ReturnType<typeof createProgram>): string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : []
}

const paths = allCommands(createProgram()).map(pathOf)

describe('every command', () => {
  it('is there', () => {
    const names = paths.map((path) => path.join(' '))
    const promised = [
      'doctor',
      'data list',
      'data add',
      'data show',
      'data verify',
      'data remove',
      'study new',
      'study run',
    ]
    promised.push('study list', 'study show', 'study resume', 'study pause', 'study cancel', 'study delete', 'tickets')
    promised.push('distances', 'distance', 'patterns', 'bench train', 'bench distance', 'export', 'import', 'report')
    promised.push('bundle verify', 'bundle spec')
    expect(names).toEqual(expect.arrayContaining(promised))
  })

  it.each(paths.map((path) => [path.join(' '), path]))('%s has --help with an example', async (name, path) => {
    const { status, stdout } = await run(...path, '--help')
    expect(status).toBe(0)
    expect(stdout).toContain(`Usage: ticketscope ${name}`.trim())
    expect(stdout).toMatch(/Examples?:\n {2}ticketscope /)
    expect(stdout).toContain('--json')
  })
})

describe('wrong usage', () => {
  it.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['study', 'run'], /missing required argument/],
    [['distances', 'x', '--pairs', 'none'], /--pairs.*whole number from 1/],
    [['study', 'run', 'sample', '--workers', '0'], /--workers.*whole number from 1/],
    [['doctor', '--frobnicate'], /unknown option '--frobnicate'/],
    [['study', 'new', '--preset', 'nope'], /no preset "nope"; there are sample and paper/],
    [['study', 'new', '--set', 'trials'], /--set trials: write it as key=value/],
  ])('%j: one line, exit 2', async (args, words) => {
    const { status, stdout, stderr } = await run(...args)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(words)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('says it as JSON too', async () => {
    const { status, stdout } = await run('nonsense', '--json')
    expect(status).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } })
  })
})
