import type { ConditionRow, Metric } from '../../../../shared/results.ts'
import { controlCondition, type Condition, type ConditionTicket } from '../conditions.ts'
import type { RandomStream } from '../streams.ts'
import { buildDistanceMatrix, type DistanceMatrix } from './distance-matrix.ts'
import { bootstrapTickets, permuteLabels, type BootstrapIntervals, type LabelExchange } from './ticket-level.ts'
import { describe } from './describe.ts'
import { cohensD, correctHolm, effectLabel, testWelch } from './welch.ts'

export interface ConditionTableInput {
  tickets: readonly ConditionTicket[]
  /** Datasets in the study's order. */
  datasets: readonly string[]
  /** With the control among them. */
  conditions: readonly Condition[]
  layerNames: readonly string[]
  /** A layer's distance of two tickets, or their mean for `overall`; undefined when they are not compared. */
  value(metric: Metric, layer: string, a: number, b: number): number | undefined
  permutations: number
  bootstraps: number
  stream(purpose: string, condition: string): RandomStream
}

const metrics = ['nnstd', 'nnstd-signed'] as const

/**
 * The statistics table: every condition against the control, overall and for each layer, by both metrics. Mean, SD,
 * Welch, d and Holm are over the conditions' pairs, as in the paper; the permutation test and the intervals are over
 * tickets, because pairs that share a ticket are not independent.
 */
export function buildConditionTable(input: ConditionTableInput): ConditionRow[] {
  const { tickets, conditions, layerNames, value } = input
  const columns = metrics.flatMap((metric) => ['overall', ...layerNames].map((layer) => ({ metric, layer })))
  const matrices = columns.map(({ metric, layer }) =>
    buildDistanceMatrix(tickets.length, (a, b) => value(metric, layer, a, b)),
  )
  const ticketLevel = conditions.map((condition) => testTickets(input, condition, matrices))
  return columns.flatMap(({ metric, layer }, column) => {
    const values = conditions.map(({ pairs }) => pairs.map(({ a, b }) => value(metric, layer, a, b) ?? NaN))
    const described = values.map(describe)
    const place = conditions.findIndex(({ name }) => name === controlCondition)
    const control = described[place] ?? describe([])
    const tests = described.map((group, index) => (index === place ? null : testWelch(group, control)))
    const holm = correctHolm(tests.map((test) => test?.p ?? null))
    return conditions.map(({ name }, index): ConditionRow => {
      const group = described[index] ?? describe([])
      const test = tests[index] ?? null
      const d = test ? cohensD(group, control) : null
      const difference = test && group.mean !== null && control.mean !== null ? group.mean - control.mean : null
      return {
        metric,
        layer,
        condition: name,
        ...group,
        meanDifference: difference,
        t: test?.t ?? null,
        df: test?.df ?? null,
        p: test?.p ?? null,
        pHolm: holm[index] ?? null,
        pPermutation: ticketLevel[index]?.permutation[column] ?? null,
        cohensD: d,
        effect: effectLabel(d),
        meanDifferenceInterval: ticketLevel[index]?.intervals[column]?.meanDifference ?? null,
        cohensDInterval: ticketLevel[index]?.intervals[column]?.cohensD ?? null,
      }
    })
  })
}

interface TicketLevel {
  /** One for each matrix. */
  permutation: (number | null)[]
  intervals: BootstrapIntervals[]
}

function testTickets(
  { tickets, datasets, permutations, bootstraps, stream }: ConditionTableInput,
  { name }: Condition,
  matrices: readonly DistanceMatrix[],
): TicketLevel | null {
  const of = (kind: ConditionTicket['kind'], dataset?: string): number[] =>
    [...tickets.keys()].filter(
      (index) => tickets[index]?.kind === kind && (dataset === undefined || tickets[index].dataset === dataset),
    )
  const exchange = findExchange(name, datasets, of)
  if (!exchange) return null
  const [first = [], other] = exchange.winning
  const second = exchange.kind === 'mixed' ? (exchange.random[0] ?? []) : (other ?? first)
  const control = of('random')
  return {
    permutation: permuteLabels(matrices, exchange, permutations, stream('permutation', name)),
    intervals: bootstrapTickets(matrices, { first, second, control }, bootstraps, stream('bootstrap', name)),
  }
}

function findExchange(
  condition: string,
  datasets: readonly string[],
  of: (kind: ConditionTicket['kind'], dataset?: string) => number[],
): LabelExchange | null {
  const sets = (kind: LabelExchange['kind'], ...names: string[]): LabelExchange => ({
    kind,
    winning: names.map((name) => of('winning', name)),
    random: names.map((name) => of('random', name)),
  })
  for (const first of datasets) {
    if (condition === `winning ${first}`) return sets('winning', first)
    if (condition === `mixed ${first}`) return sets('mixed', first)
    for (const second of datasets) if (condition === `between ${first} ${second}`) return sets('between', first, second)
  }
  return null
}
