import { describe, expect, it } from 'vitest'
import { drawSvg } from '../../../src/renderer/charts/draw-svg.ts'
import { readSvg } from '../../../src/renderer/charts/read-svg.ts'
import { drawTrials } from '../../../src/renderer/charts/trial-lines.ts'
import { stretchesOf, type TrialCurve } from '../../../src/renderer/charts/trial-shapes.ts'
import { meanOfTrials } from '../../../src/shared/mean-interval.ts'

const color = '#123456'

function group(trials: readonly TrialCurve[]) {
  const means = [0, 1, 2].map((place) => meanOfTrials(trials.flatMap(({ values }) => values[place] ?? [])))
  return { name: 'digits', color, trials, means }
}
const draw = (trials: readonly TrialCurve[], lit: number | null = null) =>
  drawTrials(group(trials), {
    ...{ lit, format: (value) => value.toFixed(2), place: (category) => `round ${category}` },
  })

/** Everything of the group's colour that is to be seen, as paths. */
function paths(trials: readonly TrialCurve[], lit: number | null = null) {
  const option = {
    xAxis: { type: 'category' as const, data: ['0', '1', '2'] },
    yAxis: { type: 'value' as const, min: 0, max: 1 },
    series: draw(trials, lit),
  }
  return readSvg(drawSvg(option, 300, 200)).shapes.flatMap((shape) =>
    shape.kind === 'path' && (shape.stroke === color || shape.fill === color) ? [shape] : [],
  )
}
/** x, y of each corner. */
const corners = (d: string) =>
  [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const)

const few: TrialCurve[] = [
  { trial: 1, values: [0.8, 0.6, null] },
  { trial: 2, values: [0.9, 0.7, 0.5] },
]
const many = Array.from({ length: 60 }, (_, trial): TrialCurve => ({ trial, values: [0.5, trial / 60, 0.4] }))

describe('trials as lines', () => {
  it('are a thin line each, without a fill, from left to right through their values', () => {
    const lines = paths(few).filter(({ strokeOpacity }) => strokeOpacity === 0.3)
    expect(lines.map(({ fill, strokeWidth }) => [fill, strokeWidth])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ])
    const [first = [], second = []] = lines.map(({ d }) => corners(d))
    expect([first.length, second.length]).toEqual([2, 3])
    expect(first.map(([x]) => x)).toEqual(second.slice(0, 2).map(([x]) => x))
    const heights = second.map(([, y]) => y)
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  })

  it('are broken where a value is missing', () => {
    expect(stretchesOf([1, null, null, 2, 3, null])).toEqual([
      [[0, 1]],
      [
        [3, 2],
        [4, 3],
      ],
    ])
    expect(stretchesOf([null])).toEqual([])
    const [before, after] = paths([{ trial: 1, values: [0.8, null, 0.6] }]).filter(
      ({ strokeOpacity }) => strokeOpacity === 0.3,
    )
    expect([corners(before?.d ?? '').length, corners(after?.d ?? '').length]).toEqual([1, 1])
  })

  it('leave out what has no place on an axis', () => {
    const diverged = [
      { trial: 1, values: [0.8, NaN, Infinity] },
      { trial: 2, values: [0.9, 0.7, 0.5] },
    ]
    expect(paths(diverged).every(({ d }) => !/NaN|Infinity/.test(d))).toBe(true)
    expect(paths(diverged).filter(({ d }) => d.includes('a2 2'))).toHaveLength(4)
  })

  it('show a chosen one strongly, and its values', () => {
    const wide = (lit: number | null) =>
      paths(many, lit).filter(({ strokeWidth, stroke }) => stroke && strokeWidth === 2.5)
    // The mean is as wide.
    expect([wide(null).length, wide(7).length]).toEqual([1, 2])
    const marks = (lit: number | null) => paths(many, lit).filter(({ d, fill }) => fill === color && d.includes('a2 2'))
    expect([marks(null).length, marks(7).length]).toEqual([0, 3])
  })

  it('have a mark at each value while they are few', () => {
    expect(paths(few).filter(({ d, opacity }) => d.includes('a2 2') && opacity === 0.3)).toHaveLength(5)
  })

  it('are as many series however many they are, so that a new epoch does not draw each trial apart', () => {
    expect(draw(many).length).toBeLessThanOrEqual(draw(few).length)
    expect(draw(many, 7).length).toBeLessThanOrEqual(6)
  })

  it('are drawn alike from the same values, which stay as they are', () => {
    const before = structuredClone(many)
    expect(paths(many)).toEqual(paths(many))
    expect(many).toEqual(before)
  })

  it('are named under the pointer, and so is each value', () => {
    const told = draw(few).map(({ name, tooltip }) => [name, tooltip?.formatter({ dataIndex: 3 })])
    expect(told).toContainEqual(['digits, trials’ values', 'digits, trial 2, round 1: 0.70'])
    const named = draw(few).find(({ name }) => name === 'digits, trials')
    expect(named?.tooltip?.formatter({ dataIndex: 1 })).toBe('digits, trial 2')
  })
})
