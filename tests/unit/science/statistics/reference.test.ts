import { readFileSync } from 'node:fs'
import { describe as suite, expect, it } from 'vitest'
import { describe } from '../../../../src/main/lab/science/statistics/describe.ts'
import { cohensD, correctHolm, effectLabel, testWelch } from '../../../../src/main/lab/science/statistics/welch.ts'

interface Reference {
  groups: Record<string, number[]>
  cases: {
    group: string
    control: string
    meanDifference: number
    t: number
    df: number
    p: number
    cohensD: number
    effect: string
  }[]
  undefined: { group: string; control: string }[]
  holm: { p: number[]; adjusted: number[] }
}

const file = new URL('../../../../../shared/reference/stats/welch.json', import.meta.url)
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference
const group = (name: string) => describe(reference.groups[name] ?? [])

function near(actual: number | null, expected: number): void {
  expect(actual).not.toBeNull()
  expect(Math.abs((actual ?? NaN) / expected - 1)).toBeLessThan(1e-9)
}

suite('the reference statistics', () => {
  it.each(reference.cases)('$group against $control', (one) => {
    const treated = group(one.group)
    const control = group(one.control)
    const test = testWelch(treated, control)
    near((treated.mean ?? NaN) - (control.mean ?? NaN), one.meanDifference)
    near(test.t, one.t)
    near(test.df, one.df)
    near(test.p, one.p)
    near(cohensD(treated, control), one.cohensD)
    expect(effectLabel(cohensD(treated, control))).toBe(one.effect)
  })

  it.each(reference.undefined)('$group against $control is undefined', (one) => {
    expect(testWelch(group(one.group), group(one.control))).toEqual({ t: null, df: null, p: null })
    expect(cohensD(group(one.group), group(one.control))).toBeNull()
    expect(effectLabel(null)).toBeNull()
  })

  it('corrects by Holm', () => {
    correctHolm(reference.holm.p).forEach((value, index) => near(value, reference.holm.adjusted[index] ?? 0))
    expect(correctHolm([0.04, null, 0.01])).toEqual([0.04, null, 0.02])
  })
})

suite('undefined', () => {
  it('is null for too few values, and zero variance is exactly zero', () => {
    expect(describe([])).toEqual({ n: 0, mean: null, sd: null })
    expect(describe([3])).toEqual({ n: 1, mean: 3, sd: null })
    expect(describe([0.1, 0.1, 0.1]).sd).toBe(0)
    expect(testWelch(describe([1]), describe([1, 2])).p).toBeNull()
  })
})
