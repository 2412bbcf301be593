import type { RandomStream } from '../streams.ts'
import { sumPairs, type DistanceMatrix } from './distance-matrix.ts'
import { middleInterval } from './percentiles.ts'

/**
 * A condition as sets of tickets: its pairs are those between `first` and `second`, or within `first` when both are the
 * same list. `control` holds the random tickets.
 */
export interface TicketGroups {
  first: number[]
  second: number[]
  control: number[]
}

/**
 * Sets of tickets that exchange their labels under the null hypothesis "being a winning ticket makes no difference":
 * each dataset's winning and random tickets. A relabelling deals each set's tickets anew into as many winning and random
 * ones; the statistic is the mean over the condition's pairs minus the mean over the random pairs of the same datasets.
 */
export interface LabelExchange {
  /** winning[k] and random[k]: tickets of the k-th dataset of the condition (one, or two for `between`). */
  winning: number[][]
  random: number[][]
  /** Which pairs make the condition. */
  kind: 'winning' | 'mixed' | 'between'
}

/**
 * Two-sided permutation p of each matrix: (1 + relabellings at least as extreme) / (1 + permutations). The same
 * relabellings serve all matrices (layers and metrics).
 * @returns null for a matrix without enough measured pairs
 */
export function permuteLabels(
  matrices: readonly DistanceMatrix[],
  exchange: LabelExchange,
  permutations: number,
  stream: RandomStream,
): (number | null)[] {
  if (permutations === 0) return matrices.map(() => null)
  const observed = matrices.map((matrix) => labelStatistic(matrix, exchange))
  const extreme = matrices.map(() => 0)
  const pools = exchange.winning.map((winning, set) => [...winning, ...(exchange.random[set] ?? [])])
  for (let permutation = 0; permutation < permutations; permutation++) {
    for (const pool of pools) stream.shuffle(pool)
    const relabelled: LabelExchange = {
      kind: exchange.kind,
      winning: exchange.winning.map((winning, set) => (pools[set] ?? []).slice(0, winning.length)),
      random: exchange.winning.map((winning, set) => (pools[set] ?? []).slice(winning.length)),
    }
    matrices.forEach((matrix, index) => {
      const value = labelStatistic(matrix, relabelled)
      const reference = observed[index] ?? null
      // A tie by rounding counts as extreme.
      if (reference !== null && (value === null || Math.abs(value) >= Math.abs(reference) * (1 - 1e-12)))
        extreme[index] = (extreme[index] ?? 0) + 1
    })
  }
  return observed.map((reference, index) =>
    reference === null ? null : (1 + (extreme[index] ?? 0)) / (1 + permutations),
  )
}

function labelStatistic(matrix: DistanceMatrix, { kind, winning, random }: LabelExchange): number | null {
  const [winningA = [], winningB = []] = winning
  const [randomA = [], randomB = []] = random
  const group =
    kind === 'between'
      ? sumPairs(matrix, winningA, winningB, null)
      : sumPairs(matrix, winningA, kind === 'mixed' ? randomA : winningA, null)
  const control =
    kind === 'between' ? sumPairs(matrix, randomA, randomB, null) : sumPairs(matrix, randomA, randomA, null)
  if (group.count === 0 || control.count === 0) return null
  return group.sum / group.count - control.sum / control.count
}

export interface BootstrapIntervals {
  meanDifference: [number, number] | null
  cohensD: [number, number] | null
}

/**
 * 95 % percentile intervals from resampling tickets, not pairs: each replicate draws every group's tickets with
 * replacement; a pair counts as often as the product of its tickets' draws, and a ticket is never paired with itself.
 */
export function bootstrapTickets(
  matrices: readonly DistanceMatrix[],
  groups: TicketGroups,
  bootstraps: number,
  stream: RandomStream,
): BootstrapIntervals[] {
  const size = matrices[0]?.size ?? 0
  const differences = matrices.map((): number[] => [])
  const effects = matrices.map((): number[] => [])
  const resampled = [...new Set([groups.first, groups.second, groups.control])]
  const weights = new Uint16Array(size)
  for (let bootstrap = 0; bootstrap < bootstraps; bootstrap++) {
    weights.fill(0)
    const drawn = new Set<number>()
    for (const group of resampled) {
      // The control may hold the condition's own random tickets: they are drawn once, for both.
      const own = group.filter((ticket) => !drawn.has(ticket))
      for (const ticket of own) drawn.add(ticket)
      for (let draw = 0; draw < own.length; draw++) {
        const ticket = own[stream.below(own.length)] ?? 0
        weights[ticket] = (weights[ticket] ?? 0) + 1
      }
    }
    matrices.forEach((matrix, index) => {
      const group = sumPairs(matrix, groups.first, groups.second, weights)
      const control = sumPairs(matrix, groups.control, groups.control, weights)
      if (group.count < 2 || control.count < 2) return
      const difference = group.sum / group.count - control.sum / control.count
      differences[index]?.push(difference)
      const squares =
        Math.max(0, group.squares - group.sum ** 2 / group.count) +
        Math.max(0, control.squares - control.sum ** 2 / control.count)
      const pooled = Math.sqrt(squares / (group.count + control.count - 2))
      if (pooled > 0) effects[index]?.push(difference / pooled)
    })
  }
  return matrices.map((_, index) => ({
    meanDifference: percentiles(differences[index] ?? [], bootstraps),
    cohensD: percentiles(effects[index] ?? [], bootstraps),
  }))
}

/** The middle 95 %; null when more than a tenth of the replicates were undefined. */
function percentiles(values: number[], wanted: number): [number, number] | null {
  return wanted === 0 || values.length < 0.9 * wanted ? null : middleInterval(values)
}
