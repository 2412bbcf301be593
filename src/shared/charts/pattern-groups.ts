import type { EnrichedPatternReport } from '../comparison.ts'
import { inNumber } from '../numbers.ts'
import type { PatternGroup } from '../results.ts'

/** A group of tickets by its name. */
export type NamedGroup = readonly [name: string, group: PatternGroup]

/** How many tickets each group has, and how many kernels. */
export function describeGroups({ groups, tickets }: EnrichedPatternReport): string {
  const parts = Object.entries(groups).map(([name, { kernels }]) => {
    const count = tickets[name] ?? 0
    return `${name} ${count} ${inNumber(count, 'ticket')} with ${kernels} ${inNumber(kernels, 'kernel')}`
  })
  return `n: ${parts.join(', ')}`
}

export interface Range {
  low: number
  high: number
}

export function rangeOf(values: readonly number[]): Range {
  return values.length === 0 ? { low: 0, high: 0 } : { low: Math.min(...values), high: Math.max(...values) }
}

/** Where a value lies in its range, 0…1. */
export function shareIn({ low, high }: Range, value: number): number {
  return high > low ? (value - low) / (high - low) : 0.5
}
