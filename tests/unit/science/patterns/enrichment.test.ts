import { expect, it } from 'vitest'
import { measureEnrichment } from '../../../../src/main/lab/science/patterns/index.ts'
import { openStream } from '../../../../src/main/lab/science/streams.ts'

const signs: Record<string, number> = { '+': 1, '-': -1, '.': 0 }
const ticket = (...kernels: string[]): Int8Array => Int8Array.from(kernels.join(''), (sign) => signs[sign] ?? 0)

const edge = '++.......'
const corner = '-......-.'
const none = '.........'
const group = [ticket(edge, edge, none), ticket(edge, corner, none)]
const random = [
  ticket(none, none, corner),
  ticket(edge, none, none),
  ticket(none, none, none),
  ticket(none, none, none),
]
const measure = (bootstraps: number, own = group, patterns = [edge, corner, '+.......-']) =>
  measureEnrichment({ group: own, random, patterns, bootstraps, stream: openStream(['enrichment', bootstraps]) })

it('is the log₂ ratio of the shares of all kernels', () => {
  const [edges, corners, unseen] = measure(0)
  // 3 of 6 kernels against 1 of 12; one kernel more over all 18.
  expect(edges).toMatchObject({ count: 3, randomCount: 1, interval: null })
  expect(edges?.log2Ratio).toBeCloseTo(Math.log2((3 / 6 + 1 / 18) / (1 / 12 + 1 / 18)), 12)
  expect(corners?.log2Ratio).toBeCloseTo(Math.log2((1 / 6 + 1 / 18) / (1 / 12 + 1 / 18)), 12)
  expect(unseen).toMatchObject({ count: 0, randomCount: 0, log2Ratio: 0 })
})

it('has the interval of tickets drawn anew', () => {
  // Own tickets have 2 and 1 edges, so a drawn pair has 2, 3 or 4 of 6 kernels; random draws have 0 to 4 of 12.
  const [edges, , unseen] = measure(4000)
  const ratio = (own: number, other: number): number => Math.log2((own / 6 + 1 / 18) / (other / 12 + 1 / 18))
  const possible = [2, 3, 4].flatMap((own) => [0, 1, 2, 3, 4].map((other) => ratio(own, other)))
  // P(other ≥ 3) = 0.05, of which own = 2 a quarter; P(other = 0, own = 4) = 0.08.
  expect(edges?.interval?.[1]).toBeCloseTo(ratio(4, 0), 12)
  expect(edges?.interval?.[0]).toBeLessThan(ratio(3, 1))
  expect(possible.some((value) => Math.abs(value - (edges?.interval?.[0] ?? NaN)) < 1e-12)).toBe(true)
  expect(unseen?.interval).toEqual([0, 0])
})

it('is undefined without tickets on one side', () => {
  expect(measure(10, [])[0]).toEqual({ pattern: edge, count: 0, randomCount: 1, log2Ratio: null, interval: null })
})
