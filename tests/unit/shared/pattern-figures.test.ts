import { describe, expect, it } from 'vitest'
import type { Drawing } from '../../../src/shared/charts/drawing.ts'
import { filterFigure } from '../../../src/shared/charts/filter-figure.ts'
import { frequentFigure } from '../../../src/shared/charts/frequent-figure.ts'
import { paperStyle } from '../../../src/shared/charts/paper-style.ts'
import { positionFigure } from '../../../src/shared/charts/position-figure.ts'
import { togetherFigure } from '../../../src/shared/charts/together-figure.ts'
import { writeSvg } from '../../../src/shared/charts/write-svg.ts'
import type { EnrichedPatternReport } from '../../../src/shared/comparison.ts'
import { buildKernelTable } from '../../../src/shared/tables/kernel-table.ts'
import { patternGroups } from './pattern-groups.ts'

const report: EnrichedPatternReport = {
  layer: 'conv1',
  groups: patternGroups,
  tickets: { random: 1, 'winning <x>': 2, none: 0 },
  enrichment: {
    'winning <x>': [{ pattern: '++.......', count: 2, randomCount: 1, log2Ratio: 0.5, interval: [-1, 2] }],
  },
}
const pair = { number: 'A.5', kept: 2 }
const figures = [
  filterFigure(report),
  positionFigure(report),
  togetherFigure(report, 'positive'),
  togetherFigure(report, 'negative'),
  frequentFigure(report, pair),
]
const textsOf = ({ shapes }: Drawing): string[] =>
  shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []))

describe('every pattern figure', () => {
  it.each(figures)('$number says how many tickets and kernels, and shows names literally', (figure) => {
    expect(figure.n).toBe(
      'n: random 1 ticket with 2 kernels, winning <x> 2 tickets with 4 kernels, none 0 tickets with 0 kernels',
    )
    const svg = writeSvg(figure.draw(paperStyle), figure.title, figure.shows)
    expect(svg).toContain('winning &lt;x&gt;')
    expect(svg).not.toMatch(/NaN|Infinity|<x>/)
  })

  it.each(figures)('$number fits a width, and lies inside its drawing', (figure) => {
    for (const width of [360, 720, 1400]) {
      const drawing = figure.draw({ ...paperStyle, width })
      if (width >= 720) expect(drawing.width).toBeLessThanOrEqual(width)
      for (const shape of drawing.shapes) {
        if (shape.kind !== 'rect') continue
        expect(shape.x).toBeGreaterThanOrEqual(0)
        expect(shape.x + shape.width).toBeLessThanOrEqual(drawing.width)
        expect(shape.y + shape.height).toBeLessThanOrEqual(drawing.height)
      }
    }
  })
})

describe('figure 2a', () => {
  const figure = filterFigure(report)
  it('has shares of filters, so that groups of any size compare, over the outline of the random tickets', () => {
    const { shapes } = figure.draw(paperStyle)
    const bars = shapes.flatMap((shape) =>
      shape.kind === 'rect' && shape.data?.['group'] === 'winning <x>' ? [shape.height] : [],
    )
    const highest = Math.max(...bars)
    expect(bars.map((height) => height / highest)).toEqual([0.5, 0, 1, 0.5, 0, 0, 0, 0, 0, 0])
    const { text } = paperStyle.palette
    expect(shapes.filter((shape) => shape.kind === 'line' && shape.stroke === text)).toHaveLength(2)
    expect(figure.tabulate().rows[12]).toEqual(['winning <x>', 2, 2])
    expect(figure.summary).toContain('random 1.50 ± 0.71, winning <x> 1.75 ± 1.26')
  })
})

describe('figure 2b', () => {
  const figure = positionFigure(report)
  it('counts kept weights at each position, coloured by share', () => {
    const cells = figure
      .draw(paperStyle)
      .shapes.flatMap((shape) => (shape.kind === 'rect' && shape.data ? [shape] : []))
    expect(cells.slice(9, 12).map(({ data }) => data?.['count'])).toEqual([3, 3, 0])
    // Two of random's two filters keep the first position, three of the four of winning.
    expect(cells[0]?.fill).not.toBe(cells[9]?.fill)
    expect(textsOf(figure.draw(paperStyle))).toEqual(expect.arrayContaining(['100.0 %', '0.0 %']))
    expect(figure.tabulate().rows[9]).toEqual(['winning <x>', 1, 1, 1, 3])
    expect(figure.summary).toContain('random 0.3')
  })
})

describe('figures 3 and 4', () => {
  it('show the reference position red for positive, white for negative, and wrap in their width', () => {
    const positive = togetherFigure(report, 'positive')
    expect(writeSvg(positive.draw(paperStyle), '', '').match(/fill="#d7261e"/g)).toHaveLength(27)
    expect(writeSvg(togetherFigure(report, 'negative').draw(paperStyle), '', '')).not.toContain('#d7261e')
    expect(positive.draw({ ...paperStyle, width: 240 }).width).toBeLessThanOrEqual(240)
    expect(positive.tabulate().rows[81]).toEqual(['winning <x>', 1, 1, 3])
    expect(positive.summary).toBe(
      'Pairs of positive weights that touch: random 100.0 %, winning <x> 100.0 %, none –; 33.3 % by chance.',
    )
  })
})

describe('frequent patterns', () => {
  const figure = frequentFigure(report, pair)
  it('are drawn with their counts, or said to be none', () => {
    const texts = textsOf(figure.draw(paperStyle))
    expect(texts).toEqual(['random', '1', 'winning <x>', '2', 'none', 'no such kernel', 'positive', 'negative'])
    expect(figure.summary).toBe('Most frequent: random ++....... (1), winning <x> ++....... (2), none none.')
  })
  it('are tabulated with their enrichment', () => {
    expect(figure.tabulate().rows).toEqual([
      ['random', 2, 1, '++.......', 1, null, null, null, null],
      ['winning <x>', 2, 1, '++.......', 2, 1, 0.5, -1, 2],
    ])
  })
})

describe('table A.3', () => {
  it('counts kernels by kept weights', () => {
    expect(buildKernelTable(report).rows.slice(0, 4)).toEqual([
      [0, 0, 1, 0],
      [1, 1, 0, 0],
      [2, 1, 2, 0],
      [3, 0, 1, 0],
    ])
  })
})
