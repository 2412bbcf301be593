import type { TicketDetail } from '../../../shared/results.ts'
import type { DataTable } from '../../../shared/tables/table.ts'

/** Kept weights of every layer after each round that led to the ticket, its own last. */
export function tabulateLayers({ rounds }: Pick<TicketDetail, 'rounds'>): DataTable {
  return {
    columns: ['round', 'layer', 'weights', 'kept', 'positive', 'negative'],
    rows: rounds.flatMap(({ round, layers }) =>
      layers.map(({ name, total, kept, positive, negative }) => [round, name, total, kept, positive, negative]),
    ),
  }
}

const checkTitles: Record<string, string> = {
  survivorsEqualInitial: 'Surviving weights equal their initial values, bit for bit',
  masksNested: 'Each round’s mask lies within that of the round before',
  prunedWeightsZero: 'Pruned weights are exactly 0 after training',
  keptCountsAsPlanned: 'Each layer keeps as many weights as the rule says',
  negativeWeightsMoved: 'Negative weights were trained too',
}

/** What a check of methods.md says; a check that is not known by its own name. */
export function describeCheck(name: string): string {
  return checkTitles[name] ?? name
}
