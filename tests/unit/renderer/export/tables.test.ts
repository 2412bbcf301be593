import { describe, expect, it } from 'vitest'
import { buildCaption } from '../../../../src/renderer/ui/export/caption.ts'
import { formatCsv } from '../../../../src/renderer/ui/export/csv.ts'
import { fileName } from '../../../../src/renderer/ui/export/formats.ts'
import { formatLatex } from '../../../../src/renderer/ui/export/latex.ts'
import { formatMarkdown } from '../../../../src/renderer/ui/export/markdown.ts'

const table = {
  columns: ['condition', 'p'],
  rows: [
    ['winning a_b & c|d, "e"', 0.123456789],
    ['=1+1', -2],
    ['random', null],
  ],
} as const

describe('formatCsv', () => {
  it('keeps every digit, quotes what needs it, and leaves undefined numbers empty', () => {
    expect(formatCsv(table, 'One.\nTwo.').split('\r\n')).toEqual([
      '# One.',
      '# Two.',
      'condition,p',
      '"winning a_b & c|d, ""e""",0.123456789',
      "'=1+1,-2",
      'random,',
      '',
    ])
  })
})

describe('formatMarkdown', () => {
  it('aligns numbers to the right and shows names literally', () => {
    expect(formatMarkdown(table, 'A *caption*').split('\n')).toEqual([
      'A \\*caption\\*',
      '',
      '| condition | p |',
      '| --- | ---: |',
      '| winning a\\_b & c\\|d, "e" | 0.1235 |',
      '| =1+1 | -2 |',
      '| random | – |',
      '',
    ])
  })
})

describe('formatLatex', () => {
  it('escapes every special sign and typesets minus and ±', () => {
    const latex = formatLatex({ columns: ['a', 'NNSTD±'], rows: [['50 % {x} \\ #1', -0.5]] }, 'α = 0.01')
    expect(latex).toContain('\\caption{\\ensuremath{\\alpha} = 0.01}')
    expect(latex).toContain('a & NNSTD\\ensuremath{\\pm} \\\\')
    expect(latex).toContain('50 \\% \\{x\\} \\textbackslash{} \\#1 & \\ensuremath{-}0.5 \\\\')
    expect(latex).toContain('\\begin{tabular}{lr}')
  })
})

describe('buildCaption', () => {
  it('says what is shown, n, test, study, seed and version', () => {
    const caption = buildCaption({ shows: 'Distances', n: 'n = 15', test: 'Welch’s t', study: 's', seed: 3 }, '1.2.3')
    expect(caption).toBe('Distances. n = 15. Welch’s t. Study “s”, seed 3. Ticketscope 1.2.3.')
  })
})

describe('fileName', () => {
  it('never leaves the folder that is chosen', () => {
    expect(fileName('NNSTD± by ../../condition', 'svg')).toBe('nnstd±-by-condition.svg')
    expect(fileName('///', 'csv')).toBe('ticketscope.csv')
  })
})
