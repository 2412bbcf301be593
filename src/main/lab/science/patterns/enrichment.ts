import type { PatternEnrichment } from '../../../../shared/comparison.ts'
import { middleInterval } from '../statistics/percentiles.ts'
import type { RandomStream } from '../streams.ts'
import { countPatterns } from './kernels.ts'

export interface EnrichmentInput {
  /** Signs per ticket of the group, and of the random tickets: [filter][channel][row][col], −1, 0 or 1. */
  group: readonly Int8Array[]
  random: readonly Int8Array[]
  /** Patterns to look at, `+`, `-`, `.` row by row. */
  patterns: readonly string[]
  bootstraps: number
  stream: RandomStream
}

/**
 * How much more often each pattern occurs in a group than in the random tickets: the log₂ ratio of its shares of all
 * kernels. One more kernel, split between both in proportion to their kernels, keeps the ratio finite and leaves a pattern
 * that neither has at 0. The interval comes from resampling tickets, not kernels, since the kernels of one ticket are not
 * independent (docs/patterns.md).
 */
export function measureEnrichment({
  group,
  random,
  patterns,
  bootstraps,
  stream,
}: EnrichmentInput): PatternEnrichment[] {
  const groupCounts = countEach(group, patterns)
  const randomCounts = countEach(random, patterns)
  const kernels = countAll(group)
  const randomKernels = countAll(random)
  const every = (tickets: readonly Int8Array[]): number[] => tickets.map((_, ticket) => ticket)
  const added = 1 / (kernels + randomKernels) // to each kernel
  const ratio = (own: readonly number[], other: readonly number[], pattern: number): number =>
    Math.log2(
      (sum(groupCounts[pattern], own) / kernels + added) / (sum(randomCounts[pattern], other) / randomKernels + added),
    )
  const replicates = patterns.map(() => new Float64Array(bootstraps))
  for (let bootstrap = 0; bootstrap < bootstraps; bootstrap++) {
    const own = every(group).map(() => stream.below(group.length))
    const other = every(random).map(() => stream.below(random.length))
    replicates.forEach((values, pattern) => (values[bootstrap] = ratio(own, other, pattern)))
  }
  const isDefined = group.length > 0 && random.length > 0
  return patterns.map((pattern, index): PatternEnrichment => {
    const count = sum(groupCounts[index], every(group))
    const randomCount = sum(randomCounts[index], every(random))
    if (!isDefined) return { pattern, count, randomCount, log2Ratio: null, interval: null }
    const log2Ratio = ratio(every(group), every(random), index)
    return { pattern, count, randomCount, log2Ratio, interval: middleInterval(replicates[index] ?? []) }
  })
}

/** (pattern, ticket) */
function countEach(tickets: readonly Int8Array[], patterns: readonly string[]): Float64Array[] {
  const counted = tickets.map((signs) => countPatterns([signs]))
  return patterns.map((pattern) => Float64Array.from(counted, (counts) => counts.get(pattern) ?? 0))
}

function countAll(tickets: readonly Int8Array[]): number {
  return tickets.reduce((total, signs) => total + signs.length / 9, 0)
}

function sum(counts: Float64Array | undefined, drawn: readonly number[]): number {
  return drawn.reduce((total, ticket) => total + (counts?.[ticket] ?? 0), 0)
}
