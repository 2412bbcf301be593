import { describe, expect, it } from 'vitest'
import { evenRange } from '../../../src/renderer/charts/axes.ts'
import { mixColours, scaleColour } from '../../../src/renderer/charts/colour-scale.ts'
import { drawSvg } from '../../../src/renderer/charts/draw-svg.ts'
import { writeSvg } from '../../../src/renderer/charts/drawing/write-svg.ts'
import { buildEnrichmentDrawing, summariseEnrichment, topEnriched } from '../../../src/renderer/charts/enrichment.ts'
import {
  buildHistogramOption,
  summariseHistogram,
  tabulateHistogram,
} from '../../../src/renderer/charts/filter-histogram.ts'
import {
  buildFrequentDrawing,
  summariseFrequent,
  tabulateFrequent,
} from '../../../src/renderer/charts/frequent-patterns.ts'
import { kernelColours } from '../../../src/renderer/charts/kernel-colours.ts'
import { lightPalette } from '../../../src/renderer/charts/palette.ts'
import {
  buildPositionDrawing,
  buildTogetherDrawing,
  summariseNeighbours,
  summarisePositions,
  tabulatePositions,
  tabulateTogether,
} from '../../../src/renderer/charts/position-maps.ts'
import { groupColumns, tabulateGroups, tabulateKept } from '../../../src/renderer/features/patterns/group-columns.ts'
import { patternGroups } from './pattern-groups.ts'

const colours = kernelColours('red-blue', lightPalette)
const groups = Object.entries(patternGroups)

describe('the histogram', () => {
  it('has shares of filters, so that groups of any size compare', () => {
    const option = buildHistogramOption(groups, lightPalette)
    expect(option.series[1]?.data).toEqual([25, 0, 50, 25, 0, 0, 0, 0, 0, 0])
    expect(option.series[0]).toMatchObject({ color: lightPalette.conditions.random })
    expect(drawSvg(option, 600, 270)).toContain('winning &lt;x&gt;')
    expect(tabulateHistogram(groups).rows[2]).toEqual([2, 1, 2, 0])
    expect(summariseHistogram(groups)).toContain('random 1.50 ± 0.71, winning <x> 1.75 ± 1.26')
  })
})

describe('the maps', () => {
  it('count kept weights at each position', () => {
    const svg = writeSvg(buildPositionDrawing(groups, lightPalette), '#ffffff')
    expect(svg).toContain('winning &lt;x&gt;')
    expect(svg).toContain('dark 0, bright 3')
    expect(tabulatePositions(groups).rows[9]).toEqual(['winning <x>', 1, 1, 1, 3])
    expect(summarisePositions(groups)).toContain('random 0.3')
  })
  it('frame the reference position, red for positive, white for negative, and wrap in their width', () => {
    const positive = writeSvg(buildTogetherDrawing(groups, 'positiveGivenPositive', 500, lightPalette), '#ffffff')
    expect(positive.match(/fill="#d7261e"/g)).toHaveLength(27)
    expect(writeSvg(buildTogetherDrawing(groups, 'negativeGivenPositive', 500, lightPalette), '#ffffff')).not.toContain(
      '#d7261e',
    )
    const narrow = buildTogetherDrawing(groups, 'positiveGivenPositive', 150, lightPalette)
    expect(narrow.width).toBeLessThanOrEqual(166)
    expect(tabulateTogether(groups, 'positiveGivenPositive').rows[9]?.slice(0, 4)).toEqual(['winning <x>', 1, 3, 3])
    expect(summariseNeighbours(groups, 'positive')).toBe(
      'Pairs of positive weights that touch: random 100.0 %, winning <x> 100.0 %, none –; 33.3 % by chance.',
    )
  })
})

describe('frequent patterns', () => {
  it('are drawn with their counts, or said to be none', () => {
    const drawing = buildFrequentDrawing(groups, 2, colours, lightPalette)
    const texts = drawing.shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []))
    expect(texts).toEqual(['random', '1', 'winning <x>', '2', 'none', 'none'])
    expect(summariseFrequent(groups, 2)).toBe(
      'Most frequent: random ++....... (1), winning <x> ++....... (2), none none.',
    )
  })
  it('are tabulated with their enrichment', () => {
    const enrichment = {
      'winning <x>': [
        { pattern: '++.......', count: 2, randomCount: 1, log2Ratio: 0.5, interval: [-1, 2] as [number, number] },
      ],
    }
    expect(tabulateFrequent(groups, 2, enrichment).rows).toEqual([
      ['random', '++.......', 1, null, null, null, null],
      ['winning <x>', '++.......', 2, 1, 0.5, -1, 2],
    ])
  })
})

describe('enrichment', () => {
  const entry = (pattern: string, log2Ratio: number, interval: [number, number] | null) => ({
    ...{ pattern, count: 2, randomCount: 1, log2Ratio, interval },
  })
  const list = [
    entry('+........', 1, [0.2, 2]),
    entry('-........', 3, [1, 5]),
    entry('++.......', -2, [-3, -1]),
    entry('--.......', 0, null),
  ]
  it('shows first what surely is more frequent, and counts it', () => {
    expect(topEnriched(list, 2).map(({ pattern }) => pattern)).toEqual(['-........', '+........'])
    expect(summariseEnrichment(list)).toContain('1 less')
    expect(summariseEnrichment(list)).toContain('2 are more frequent')
  })
  it('is drawn on an axis that holds every interval and 0', () => {
    const svg = writeSvg(buildEnrichmentDrawing(topEnriched(list, 4), colours, lightPalette), '#ffffff')
    for (const tick of ['−3', '0', '5']) expect(svg).toContain(`>${tick}</text>`)
    expect(svg).not.toContain('NaN')
  })
})

describe('tables', () => {
  it('have the numbers of section 6 and table A.3', () => {
    const { columns, rows } = tabulateGroups(groups, { random: 1, 'winning <x>': 2, none: 0 })
    expect(columns).toHaveLength(groupColumns.length + 2)
    expect(rows[1]?.slice(0, 4)).toEqual(['winning <x>', 2, 4, 6])
    expect(tabulateKept(groups).rows.slice(0, 4)).toEqual([
      [0, 0, 1, 0],
      [1, 1, 0, 0],
      [2, 1, 2, 0],
      [3, 0, 1, 0],
    ])
  })
})

describe('scales', () => {
  it('run from dark to bright', () => {
    expect([scaleColour(0), scaleColour(1), scaleColour(7)]).toEqual(['#00204d', '#ffea46', '#ffea46'])
    expect(mixColours('#000000', '#ffffff', 0.5)).toBe('#808080')
  })
  it('have even, round steps', () => {
    expect(evenRange([0.702, 0.7351])).toEqual({ min: 0.7, max: 0.74, interval: 0.01 })
    expect(evenRange([])).toEqual({ min: 0, max: 1, interval: 0.2 })
  })
})
