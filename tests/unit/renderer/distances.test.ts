import { describe, expect, it } from 'vitest'
import { categoryOf, placeConditions } from '../../../src/shared/charts/conditions.ts'
import { placePoints } from '../../../src/shared/charts/distance-points.ts'
import { buildDistanceOption, summariseDistances, tabulateDistances } from '../../../src/renderer/charts/distances.ts'
import { drawSvg } from '../../../src/renderer/charts/draw-svg.ts'
import { darkPalette, lightPalette } from '../../../src/renderer/charts/palette.ts'
import { densityAt, describeSpread } from '../../../src/shared/charts/spread.ts'
import { columns, row } from '../shared/comparison-columns.ts'

const table = [
  row('nnstd', 'overall', 'random', 0.6, null),
  row('nnstd-signed', 'overall', 'mixed fashion', 0.81, 0.01),
  row('nnstd-signed', 'overall', 'random', 0.9, null),
]
const view = (layer = 'overall', shape: 'violin' | 'box' = 'violin') => ({
  ...({ columns, metric: 'nnstd-signed', layer, shape, table } as const),
  points: placePoints(columns, 'nnstd-signed', layer, shape),
})

describe('places', () => {
  it('group the conditions as in fig. 1, with a gap between groups', () => {
    const slots = placeConditions(['winning a', 'winning b', 'mixed a', 'random', 'between a b'])
    expect(slots.at).toEqual([0, 1, 2.5, 4, 5.5])
    expect(slots.groups.map(({ name, at }) => [name, at])).toEqual([
      ['WTs', 0.5],
      ['Mixed', 2.5],
      ['Random', 4],
      ['Between', 5.5],
    ])
  })

  it('take one metric and layer, each pair near its condition, the same way every time', () => {
    const { xs, ys, slots, ranges } = placePoints(columns, 'nnstd-signed', 'conv1', 'violin')
    expect([...ys]).toEqual([0.4, 0.5, 0.52, 0.6, 0.44, 0.48])
    expect(ranges).toEqual([
      [0, 1],
      [1, 3],
      [3, 4],
      [4, 6],
    ])
    columns.condition.forEach((condition, pair) => {
      expect(Math.abs((xs[pair] ?? 9) - (slots.at[condition] ?? 0))).toBeLessThan(0.4)
    })
    expect(placePoints(columns, 'nnstd-signed', 'conv1', 'violin').xs).toEqual(xs)
  })

  it('find the category of a condition, also of a dataset called after one', () => {
    const names = ['winning random', 'mixed a b', 'random', 'between a b']
    expect(names.map(categoryOf)).toEqual(['winning', 'mixed', 'random', 'between'])
  })
})

describe('a spread', () => {
  it('has quartiles and Tukey whiskers', () => {
    const spread = describeSpread(Float64Array.of(5, 1, 2, 3, 4, 20))
    expect(spread).toMatchObject({ median: 3.5, lower: 2.25, upper: 4.75, whiskers: [1, 5] })
    expect(describeSpread(new Float64Array())).toBeNull()
  })

  it('has a density with its peak among the values, also when all are equal', () => {
    const spread = describeSpread(Float64Array.from({ length: 200 }, (_, index) => Math.sin(index) * 0.1 + 1))
    const density = spread?.density ?? { at: new Float64Array(), share: new Float64Array() }
    expect(Math.max(...density.share)).toBe(1)
    expect(densityAt(density, 1)).toBeGreaterThan(densityAt(density, 1.3))
    expect(describeSpread(Float64Array.of(0.5, 0.5))?.density.share.every(Number.isFinite)).toBe(true)
  })
})

describe('buildDistanceOption', () => {
  it('draws every pair in its condition, as typed arrays', () => {
    const scatters = buildDistanceOption(view(), lightPalette).series.filter(({ type }) => type === 'scatter')
    expect(scatters.map(({ name }) => name)).toEqual(columns.conditions)
    expect(
      scatters.map(({ data }) => (data instanceof Float64Array ? [...data].filter((_, at) => at % 2) : null)),
    ).toEqual([[0.7], [0.8, 0.82], [0.9], [0.74, 0.78]])
  })

  it('has a range around the values, titles, and the colours of its palette', () => {
    const option = buildDistanceOption(view(), lightPalette)
    expect(option.yAxis).toMatchObject({ min: 0.65, max: 0.95, name: 'NNSTD± distance (0 to 1)' })
    expect(option.series[1]).toMatchObject({ itemStyle: { color: lightPalette.conditions.winning } })
    expect(buildDistanceOption(view(), darkPalette).yAxis.axisLabel.color).toBe(darkPalette.text)
  })

  it.each(['violin', 'box'] as const)('can be drawn as SVG, with a %s, and every condition named', (shape) => {
    const svg = drawSvg(buildDistanceOption(view('overall', shape), lightPalette), 720, 320)
    for (const condition of [...columns.conditions, 'WTs', 'Mixed', 'Random', 'Between'])
      expect(svg).toContain(condition)
    expect(svg).not.toContain('NaN')
  })
})

describe('words and numbers', () => {
  it('give the means, or medians before the statistics are there', () => {
    expect(summariseDistances(view())).toBe(
      '6 pairs. Means: winning fashion 0.700, mixed fashion 0.810, random 0.900, between fashion digits 0.760.',
    )
    expect(summariseDistances({ ...view(), table: [] })).toMatch(
      /^6 pairs. Medians: winning fashion 0.700, mixed fashion 0.810/,
    )
    const none = { ...columns, conditions: [], condition: new Uint16Array(), first: new Uint32Array() }
    expect(summariseDistances({ ...view(), columns: none, points: placePoints(none, 'nnstd', 'overall', 'box') })).toBe(
      'There are no pairs to compare.',
    )
  })

  it('list every pair with its tickets', () => {
    const { columns: headings, rows } = tabulateDistances(view())
    expect(headings).toEqual(['condition', 'ticket a', 'ticket b', 'NNSTD±'])
    expect(rows).toHaveLength(6)
    expect(rows[1]).toEqual(['mixed fashion', 'fashion-1-winning', 'fashion-2-random', 0.8])
  })
})
