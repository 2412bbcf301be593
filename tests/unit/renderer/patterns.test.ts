import { describe, expect, it } from 'vitest'
import { evenRange } from '../../../src/renderer/charts/axes.ts'
import { groupColumns, tabulateGroups } from '../../../src/renderer/features/patterns/group-columns.ts'
import { mixColours, scaleColour } from '../../../src/shared/charts/colour-scale.ts'
import { buildEnrichmentDrawing, summariseEnrichment, topEnriched } from '../../../src/shared/charts/enrichment.ts'
import { paperStyle } from '../../../src/shared/charts/paper-style.ts'
import { writeSvg } from '../../../src/shared/charts/write-svg.ts'
import { patternGroups } from '../shared/pattern-groups.ts'

const { kernels: colours, palette } = paperStyle
const groups = Object.entries(patternGroups)

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
    expect(summariseEnrichment(list)).toContain('Of 4 frequent patterns, 2 are more frequent')
    expect(summariseEnrichment(list.slice(0, 1))).toContain('Of 1 frequent pattern, 1 is more frequent')
  })
  it('is drawn on an axis that holds every interval and 0', () => {
    const svg = writeSvg(buildEnrichmentDrawing(topEnriched(list, 4), colours, palette), 'enriched', '')
    for (const tick of ['−3', '0', '5']) expect(svg).toContain(`>${tick}</text>`)
    expect(svg).not.toContain('NaN')
  })
})

describe('tables', () => {
  it('have the numbers of section 6', () => {
    const { columns, rows } = tabulateGroups(groups, { random: 1, 'winning <x>': 2, none: 0 })
    expect(columns).toHaveLength(groupColumns.length + 2)
    expect(rows[1]?.slice(0, 4)).toEqual(['winning <x>', 2, 4, 6])
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
