import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clusterByAverage } from '../../../../src/main/lab/science/clustering.ts'

interface Case {
  size: number
  /** Above the diagonal, row by row. */
  distances: number[]
  merges: [number, number, number, number][]
  order: number[]
}

const { cases } = JSON.parse(readFileSync(new URL('average.json', import.meta.url), 'utf8')) as { cases: Case[] }

function square(size: number, upper: readonly number[]): Float64Array {
  const values = new Float64Array(size * size)
  let next = 0
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++, next++) {
      values[a * size + b] = upper[next] ?? NaN
      values[b * size + a] = upper[next] ?? NaN
    }
  }
  return values
}

describe.each(cases)('$size leaves', ({ size, distances, merges, order }) => {
  it('are joined and ordered as scipy does', () => {
    const clustering = clusterByAverage(square(size, distances), size)
    expect(clustering.merges.map(({ first, second, leaves }) => [first, second, leaves])).toEqual(
      merges.map(([first, second, , leaves]) => [first, second, leaves]),
    )
    clustering.merges.forEach(({ height }, merge) => expect(height).toBeCloseTo(merges[merge]?.[2] ?? NaN, 12))
    expect([...clustering.order]).toEqual(order)
  })
})

describe('clusterByAverage', () => {
  it('does not count pairs that are not compared', () => {
    // 0 and 1 are not compared; both are 0.2 and 0.4 from 2.
    const { merges, order } = clusterByAverage(square(3, [NaN, 0.2, 0.4]), 3)
    expect(merges).toEqual([
      { first: 0, second: 2, height: 0.2, leaves: 2 },
      { first: 1, second: 3, height: 0.4, leaves: 3 },
    ])
    expect([...order]).toEqual([1, 0, 2])
  })
  it('takes no leaf, one leaf, and leaves that nothing is compared with', () => {
    expect(clusterByAverage(new Float64Array(), 0)).toEqual({ merges: [], order: new Int32Array() })
    expect([...clusterByAverage(Float64Array.of(NaN), 1).order]).toEqual([0])
    expect(clusterByAverage(square(3, [0.5, NaN, NaN]), 3).merges[1]?.height).toBe(Infinity)
  })
})
