import { describe, expect, it } from 'vitest'
import { buildCaption } from '../../../src/shared/caption.ts'
import { buildConditionTable } from '../../../src/shared/tables/condition-tables.ts'
import { formatCsv } from '../../../src/shared/tables/csv.ts'
import { formatLatex } from '../../../src/shared/tables/latex.ts'
import { formatMarkdown } from '../../../src/shared/tables/markdown.ts'

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
    expect(formatCsv(table, 'One.\nTwo.').split('\n')).toEqual([
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

describe('formatCsv for programs', () => {
  it('has no caption, and texts as they are', () => {
    expect(formatCsv(table).split('\n')[2]).toBe('=1+1,-2')
  })
  it('leaves kernels alone, which no spreadsheet can compute', () => {
    const kernels = { columns: ['pattern'], rows: [['+-.......'], ['-1+1']] }
    expect(formatCsv(kernels, 'c').split('\n').slice(2, 4)).toEqual(['+-.......', "'-1+1"])
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
      '| =1+1 | −2 |',
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
  it('typesets powers of ten', () => {
    expect(formatLatex({ columns: ['p'], rows: [['2.6×10⁻⁵']] }, '')).toContain(
      '2.6\\ensuremath{\\times}10\\ensuremath{^{-5}} ',
    )
  })
})

describe('buildCaption', () => {
  it('says what is shown, n, test, study, seed and version', () => {
    const caption = buildCaption({ shows: 'Distances', n: 'n = 15', test: 'Welch’s t', study: 's', seed: 3 }, '1.2.3')
    expect(caption).toBe('Distances. n = 15. Welch’s t. Study “s”, seed 3. Ticketscope 1.2.3.')
  })
})

describe('a table with its own way to be read', () => {
  it('is printed so, and exported in full', () => {
    const row = {
      ...({ metric: 'nnstd', layer: 'overall', condition: 'mixed a', n: 3, mean: 0.123456789, sd: 0.1 } as const),
      ...{ meanDifference: -0.5, t: -1.25, df: 3.21, p: 0.00002, pHolm: 0.5, pPermutation: null, cohensD: -1.5 },
      ...{ effect: 'very large' as const, meanDifferenceInterval: null },
      cohensDInterval: [-2, -1] as [number, number],
    }
    const statistics = buildConditionTable([row, { ...row, layer: 'conv1' }], 0.01)
    expect(formatMarkdown(statistics, 'c', 'Table 1').split('\n').at(-2)).toBe(
      '| NNSTD | mixed a | 3 | 0.1235 | 0.1000 | −0.5000 | −1.25 | 3.2 | 2.0×10⁻⁵ | 0.500 | – | −1.50 \\[−2.00, −1.00\\] | very large |',
    )
    expect(formatCsv(statistics).split('\n')[1]).toBe(
      'nnstd,overall,mixed a,3,0.123456789,0.1,-0.5,,,-1.25,3.21,0.00002,0.5,,-1.5,-2,-1,very large',
    )
  })
})
