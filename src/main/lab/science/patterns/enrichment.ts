import type { PatternEnrichment } from '../../../../shared/comparison.ts'
import { middleInterval } from '../statistics/percentiles.ts'
import type { RandomStream } from '../streams.ts'
import { numberKernel, numberPattern, patternCount } from './kernels.ts'

export interface EnrichmentInput {
  /** Signs per ticket of the group, and of the random tickets: [filter][channel][row][col], −1, 0 or 1. */
  group: readonly Int8Array[]
  random: readonly Int8Array[]
  /** Patterns to look at, each once: `+`, `-`, `.` row by row. */
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
  const added = 1 / (kernels + randomKernels) // to each kernel
  const ratio = (count: number, randomCount: number): number =>
    Math.log2((count / kernels + added) / (randomCount / randomKernels + added))
  const replicates = patterns.map(() => new Float64Array(bootstraps))
  for (let bootstrap = 0; bootstrap < bootstraps; bootstrap++) {
    const own = drawTickets(group.length, stream)
    const other = drawTickets(random.length, stream)
    replicates.forEach((values, pattern) => {
      values[bootstrap] = ratio(sum(groupCounts[pattern], own), sum(randomCounts[pattern], other))
    })
  }
  const isDefined = group.length > 0 && random.length > 0
  return patterns.map((pattern, index): PatternEnrichment => {
    const count = sum(groupCounts[index], null)
    const randomCount = sum(randomCounts[index], null)
    if (!isDefined) return { pattern, count, randomCount, log2Ratio: null, interval: null }
    const interval = middleInterval(replicates[index] ?? [])
    return { pattern, count, randomCount, log2Ratio: ratio(count, randomCount), interval }
  })
}

/** A pattern's counts in the tickets that have it. */
type TicketCounts = readonly { ticket: number; count: number }[]

function countEach(tickets: readonly Int8Array[], patterns: readonly string[]): TicketCounts[] {
  const places = new Int32Array(patternCount).fill(-1) // (number of a pattern): its place among those looked at
  patterns.forEach((pattern, place) => (places[numberPattern(pattern)] = place))
  const counts = patterns.map((): { ticket: number; count: number }[] => [])
  const own = new Uint32Array(patterns.length)
  tickets.forEach((signs, ticket) => {
    own.fill(0)
    for (let start = 0; start < signs.length; start += 9) {
      const place = places[numberKernel(signs, start)] ?? -1
      if (place !== -1) own[place] = (own[place] ?? 0) + 1
    }
    own.forEach((count, place) => {
      if (count > 0) counts[place]?.push({ ticket, count })
    })
  })
  return counts
}

/** How often each ticket comes in as many draws with replacement. */
function drawTickets(count: number, stream: RandomStream): Uint16Array {
  const times = new Uint16Array(count)
  for (let draw = 0; draw < count; draw++) {
    const ticket = stream.below(count)
    times[ticket] = (times[ticket] ?? 0) + 1
  }
  return times
}

/** @param times how often each ticket counts; null: once */
function sum(counts: TicketCounts | undefined, times: Uint16Array | null): number {
  let total = 0
  for (const { ticket, count } of counts ?? []) total += count * (times ? (times[ticket] ?? 0) : 1)
  return total
}

function countAll(tickets: readonly Int8Array[]): number {
  return tickets.reduce((total, signs) => total + signs.length / 9, 0)
}
