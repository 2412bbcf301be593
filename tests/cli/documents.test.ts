import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../src/main/cli/program.ts'
import { packageRoot } from '../../src/main/lab/locations.ts'

const pages = [
  'README.md',
  ...readdirSync(join(packageRoot, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]

/** Command lines in a page: `ticketscope …` in code, without what a reader fills in. */
function commandsOf(page: string): string[][] {
  const text = readFileSync(join(packageRoot, page), 'utf8')
  const blocks = [...text.matchAll(/```\n([^]*?)```/g)].flatMap((match) => (match[1] ?? '').split('\n'))
  const inline = [...text.replaceAll(/```[^]*?```/g, '').matchAll(/`(ticketscope [^`]+)`/g)].map(
    (match) => match[1] ?? '',
  )
  return [...blocks, ...inline].flatMap((line) =>
    line.startsWith('ticketscope ') ? [line.trim().split(/\s+/).slice(1)] : [],
  )
}

/** What is wrong with a command line: an unknown command or option; null when nothing is. */
function problemOf(words: readonly string[]): string | null {
  let command = createProgram()
  let place = 0
  for (;;) {
    const next = command.commands.find((candidate) => candidate.name() === words[place])
    if (!next) break
    command = next
    place++
  }
  if (command.commands.length > 0) return `"${words.join(' ')}" names no command`
  const known = new Set(['--json', '--home', '--help', ...command.options.flatMap(({ long }) => long ?? [])])
  const unknown = words.filter((word) => word.startsWith('--') && !known.has(word))
  return unknown.length > 0 ? `"${words.join(' ')}" has unknown options ${unknown.join(', ')}` : null
}

describe('the documents', () => {
  it('show command lines at all', () => {
    expect(commandsOf('README.md').length).toBeGreaterThanOrEqual(5)
  })
  it.each(pages)('%s shows only command lines that exist', (page) => {
    expect(commandsOf(page).flatMap((words) => problemOf(words) ?? [])).toEqual([])
  })
  it.each(pages)('%s links only to pages that exist', (page) => {
    const text = readFileSync(join(packageRoot, page), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => join(page, '..', match[1] ?? ''))
    for (const link of links) expect(() => readFileSync(join(packageRoot, link)), link).not.toThrow()
  })
})
