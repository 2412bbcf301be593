import { describe, expect, it } from 'vitest'
import { placePoints } from '../../../src/shared/charts/distance-points.ts'
import { findNearest, pairsInside } from '../../../src/renderer/features/compare/brush.ts'
import { columns } from '../shared/comparison-columns.ts'

const points = placePoints(columns, 'nnstd-signed', 'overall', 'box')
/** One condition is 100 pixels wide, and 0.1 of distance 100 pixels high, upwards. */
const scale = { x0: 50, y0: 1000, xScale: 100, yScale: -1000 }
const pixel = (pair: number): [number, number] => [
  scale.x0 + (points.xs[pair] ?? 0) * scale.xScale,
  scale.y0 + (points.ys[pair] ?? 0) * scale.yScale,
]

describe('a rectangle', () => {
  it('holds the pairs inside it, drawn from whichever corner', () => {
    // Distances 0.75 to 0.95: y from 250 down to 50 pixels.
    const down = { x1: 0, y1: 50, x2: 700, y2: 250 }
    expect([...pairsInside(points, scale, down)]).toEqual([0, 1, 1, 1, 0, 1])
    expect(pairsInside(points, scale, { x1: 700, y1: 250, x2: 0, y2: 50 })).toEqual(pairsInside(points, scale, down))
  })
})

describe('a click', () => {
  it('finds the nearest point within reach, else none', () => {
    const [x, y] = pixel(3)
    expect(findNearest(points, scale, x + 3, y - 3)).toBe(3)
    expect(findNearest(points, scale, x + 40, y)).toBe(-1)
  })
})
