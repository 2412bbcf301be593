export { measureEnrichment } from './enrichment.ts'
import type { PatternGroup } from '../../../../shared/results.ts'
import { describe } from '../statistics/describe.ts'
import { countNeighbours, countTogether } from './positions.ts'
import { rankPatterns } from './kernels.ts'

/** A convolution's shape: kernels are 3×3. */
export interface ConvolutionShape {
  filters: number
  channels: number
}

/**
 * The signed patterns of a group of tickets in one convolution (methods.md, "Signed patterns"; the paper, section 6).
 * @param tickets per ticket, signs −1, 0 (pruned) or 1: [filter][channel][row][col]
 */
export function describePatterns(tickets: readonly Int8Array[], { filters, channels }: ConvolutionShape): PatternGroup {
  const perFilter = channels * 9
  const keptPerFilter: number[] = []
  const histogram = new Array<number>(perFilter + 1).fill(0)
  const positions = new Array<number>(perFilter).fill(0)
  let positive = 0
  let negative = 0
  for (const signs of tickets) {
    for (let filter = 0; filter < filters; filter++) {
      let kept = 0
      for (let place = 0; place < perFilter; place++) {
        const sign = signs[filter * perFilter + place] ?? 0
        if (sign === 0) continue
        kept++
        positions[place] = (positions[place] ?? 0) + 1
        if (sign > 0) positive++
        else negative++
      }
      keptPerFilter.push(kept)
      histogram[kept] = (histogram[kept] ?? 0) + 1
    }
  }
  const filterStatistics = describe(keptPerFilter)
  const positionStatistics = describe(positions)
  return {
    kernels: tickets.length * filters * channels,
    weightsPerFilter: { histogram, mean: filterStatistics.mean ?? 0, sd: filterStatistics.sd },
    weightsPerPosition: {
      counts: Array.from({ length: channels }, (_, channel) =>
        [0, 3, 6].map((row) => positions.slice(channel * 9 + row, channel * 9 + row + 3)),
      ),
      mean: positionStatistics.mean ?? 0,
      sd: positionStatistics.sd,
    },
    signRatio: negative === 0 ? null : positive / negative,
    positive,
    negative,
    neighbours: { positive: countNeighbours(tickets, 1), negative: countNeighbours(tickets, -1) },
    ...countTogether(tickets),
    ...rankPatterns(tickets),
  }
}
