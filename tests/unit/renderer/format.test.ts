import { describe, expect, it } from 'vitest'
import { formatDuration, formatInterval, formatNumber, formatProbability } from '../../../src/renderer/ui/format.ts'
import { inNumber } from '../../../src/shared/numbers.ts'

describe('formatNumber', () => {
  it('uses a true minus sign, none on a rounded zero, and a dash for the undefined', () => {
    expect([-1.305, -0.0001, 0.5, null, Number.NaN].map((value) => formatNumber(value, 2))).toEqual([
      '−1.30',
      '0.00',
      '0.50',
      '–',
      '–',
    ])
  })
})

describe('inNumber', () => {
  it('has one of a thing in the singular, none and more in the plural', () => {
    expect([0, 1, 2].map((count) => inNumber(count, 'ticket'))).toEqual(['tickets', 'ticket', 'tickets'])
    expect([1, 3].map((count) => inNumber(count, 'study', 'studies'))).toEqual(['study', 'studies'])
  })
})

describe('formatProbability', () => {
  it('writes tiny values as powers of ten', () => {
    expect([0.0421, 0.001, 0.00032, 1.24e-17, 0, null].map(formatProbability)).toEqual([
      '0.042',
      '0.001',
      '3.2×10⁻⁴',
      '1.2×10⁻¹⁷',
      '< 10⁻³⁰⁰',
      '–',
    ])
  })
})

describe('formatInterval and formatDuration', () => {
  it('shows intervals with true minus signs', () => {
    expect(formatInterval([-1.624, 0.1], 2)).toBe('[−1.62, 0.10]')
    expect(formatInterval(null, 2)).toBe('')
  })
  it('shows the two largest units', () => {
    expect([48, 185, 7800].map(formatDuration)).toEqual(['48 s', '3 min 05 s', '2 h 10 min'])
  })
})
