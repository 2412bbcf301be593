import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatNumber, planAxis } from '../../../src/shared/charts/axis.ts'
import { summariseBox } from '../../../src/shared/charts/boxplot.ts'

describe('planAxis', () => {
  it('holds every value between its first and last tick, in equal steps', () => {
    const number = fc
      .double({ min: -1e6, max: 1e6, noNaN: true })
      .filter((value) => value === 0 || Math.abs(value) > 1e-4)
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (values) => {
        fc.pre(Math.max(...values) - Math.min(...values) > 1e-3 || new Set(values).size === 1)
        const { min, max, ticks, digits } = planAxis(values)
        const room = 1e-9 * (max - min)
        for (const value of values) expect(value >= min - room && value <= max + room).toBe(true)
        expect(new Set(ticks.map((tick) => formatNumber(tick, digits))).size).toBe(ticks.length)
      }),
    )
  })

  it('has something to show without values', () => {
    expect(planAxis([])).toEqual({ min: 0, max: 1, ticks: [0, 1], digits: 0 })
  })
})

describe('summariseBox', () => {
  it('has the quartiles of numpy.percentile and the outliers of Tukey', () => {
    expect(summariseBox([1, 2, 3, 4, 10])).toEqual({
      ...{ n: 5, mean: 4, q1: 2, median: 3, q3: 4, low: 1, high: 4, outliers: [10] },
    })
    expect(summariseBox([0.5])).toEqual({
      n: 1,
      mean: 0.5,
      q1: 0.5,
      median: 0.5,
      q3: 0.5,
      low: 0.5,
      high: 0.5,
      outliers: [],
    })
    expect(summariseBox([])).toBeNull()
  })
})
