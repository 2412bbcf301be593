import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describePatterns } from '../../../../src/main/lab/science/patterns/index.ts'
import type { PatternGroup } from '../../../../src/shared/results.ts'

type Signs = number[][][][][] // [ticket][filter][channel][row][col]

const file = new URL('../../../../../shared/reference/patterns/conv1.json', import.meta.url)
const { groups } = JSON.parse(readFileSync(file, 'utf8')) as { groups: Record<string, PatternGroup & { signs: Signs }> }

/** Integers and text exact, other numbers to 1e-12. */
function agree(actual: unknown, expected: unknown, place: string): void {
  if (typeof expected === 'number' && !Number.isInteger(expected)) expect(actual, place).toBeCloseTo(expected, 12)
  else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(actual as object), place).toHaveLength(Object.keys(expected).length)
    for (const [key, value] of Object.entries(expected))
      agree((actual as Record<string, unknown>)[key], value, `${place}.${key}`)
  } else expect(actual, place).toBe(expected)
}

describe.each(Object.keys(groups))('%s tickets', (name) => {
  const { signs, ...expected } = groups[name] ?? { signs: [] as Signs }
  it('have every number of the reference', () => {
    const measured = describePatterns(
      signs.map((ticket) => Int8Array.from(ticket.flat(3))),
      { filters: 16, channels: 3 },
    )
    expect(signs).toHaveLength(8)
    agree(measured, expected, name)
  })
})

describe('nothing to look at', () => {
  it('is said, not shown as NaN', () => {
    const empty = describePatterns([], { filters: 16, channels: 3 })
    expect(empty).toMatchObject({ kernels: 0, signRatio: null, neighbours: { positive: { pairs: 0, percent: null } } })
    expect(JSON.stringify(empty)).not.toContain('NaN')
    const pruned = describePatterns([new Int8Array(27)], { filters: 1, channels: 3 })
    expect(pruned).toMatchObject({ kernels: 3, signRatio: null, weightsPerFilter: { mean: 0, sd: null } })
    expect(pruned.kernelsByKeptWeights[0]).toBe(3)
  })
})
