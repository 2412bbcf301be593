import { describe, expect, it } from 'vitest'
import { meanOfTrials, tQuantile } from '../../../src/shared/mean-interval.ts'

// scipy 1.17.1: stats.t.ppf(0.975, df), and stats.t.interval(0.95, n - 1, mean, stats.sem(values)).
const quantiles: Record<number, number> = {
  1: 12.706204736174694,
  2: 4.302652729749462,
  3: 3.1824463052837078,
  4: 2.7764451051977934,
  5: 2.5705818356363146,
  10: 2.228138851986274,
  29: 2.045229642132703,
  59: 2.000995378088267,
  200: 1.9718962236339088,
}

describe('the t quantile', () => {
  it.each(Object.entries(quantiles))('for %s degrees of freedom is scipy’s', (degrees, quantile) => {
    expect(tQuantile(Number(degrees))).toBeCloseTo(quantile, 10)
  })
})

describe('the mean over trials', () => {
  it('has the interval of scipy, with n − 1 degrees of freedom', () => {
    const six = meanOfTrials([0.812, 0.834, 0.801, 0.845, 0.829, 0.818])
    expect(six).toMatchObject({ n: 6 })
    expect(six?.mean).toBeCloseTo(0.8231666666666665, 12)
    expect(six?.interval?.[0]).toBeCloseTo(0.8064359283761081, 10)
    expect(six?.interval?.[1]).toBeCloseTo(0.8398974049572249, 10)
    expect(meanOfTrials([0.8, 0.9])?.interval?.[0]).toBeCloseTo(0.21468976319126554, 10)
  })
  it('has no interval of one trial, one of no width of equal trials, and is nothing of none', () => {
    expect(meanOfTrials([0.5])).toEqual({ mean: 0.5, interval: null, n: 1 })
    expect(meanOfTrials([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, interval: [0.5, 0.5], n: 3 })
    expect(meanOfTrials([])).toBeNull()
  })
})
