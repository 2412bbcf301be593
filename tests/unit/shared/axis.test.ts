import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planAxis } from '../../../src/shared/charts/axis.ts'
import { formatNumber } from '../../../src/shared/numbers.ts'

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
