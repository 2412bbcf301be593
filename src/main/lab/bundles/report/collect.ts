import {
  buildLayersFigure,
  buildOverviewFigure,
  buildSharedLayersFigure,
  type DistanceData,
} from '../../../../shared/charts/distance-figures.ts'
import type { Figure } from '../../../../shared/charts/figure.ts'
import { buildFrequentFigure, frequentFigures } from '../../../../shared/charts/pattern-figures.ts'
import { buildTogetherFigure } from '../../../../shared/charts/together-figures.ts'
import { buildFilterFigure, buildPositionFigure } from '../../../../shared/charts/weight-figures.ts'
import type { DistanceReport, PatternReport } from '../../../../shared/results.ts'
import { buildLayerTable, buildOverallTable } from '../../../../shared/tables/condition-tables.ts'
import { buildKernelTable } from '../../../../shared/tables/kernel-table.ts'
import type { PaperTable } from '../../../../shared/tables/table.ts'
import type { TicketRecord } from '../../store/tickets.ts'
import type { StudyPlan } from '../../study/plan.ts'

/** What a report is made of. */
export interface ReportSource {
  plan: StudyPlan
  distances: DistanceReport
  /** Null for a network without convolutions. */
  patterns: PatternReport | null
  tickets: readonly TicketRecord[]
}

/** Every figure of the paper that the study can have, in the paper's order. */
export function collectFigures({ plan, distances, patterns, tickets }: ReportSource): Figure[] {
  const data = distanceData(plan, distances, tickets)
  const frequent = (wanted: (number: string) => boolean): Figure[] =>
    patterns
      ? frequentFigures
          .filter(({ number }) => wanted(number))
          .map(({ number, kept }) => buildFrequentFigure(patterns, number, kept))
      : []
  return [
    buildOverviewFigure(data),
    ...(patterns
      ? [
          buildFilterFigure(patterns),
          buildPositionFigure(patterns),
          buildTogetherFigure(patterns, 'positive'),
          buildTogetherFigure(patterns, 'negative'),
        ]
      : []),
    ...frequent((number) => !number.startsWith('A')),
    buildSharedLayersFigure(data, 'A.1', 'nnstd-signed'),
    buildLayersFigure(data, 'A.2', 'nnstd-signed'),
    buildSharedLayersFigure(data, 'A.3', 'nnstd'),
    buildLayersFigure(data, 'A.4', 'nnstd'),
    ...frequent((number) => number.startsWith('A')),
  ]
}

/** Every table of the paper that the study can have. */
export function collectTables({ distances: { table, alpha }, patterns }: ReportSource): PaperTable[] {
  return [
    buildOverallTable(table, alpha),
    buildLayerTable(table, alpha, 'A.1', 'nnstd-signed'),
    buildLayerTable(table, alpha, 'A.2', 'nnstd'),
    ...(patterns ? [buildKernelTable(patterns)] : []),
  ]
}

/** Tickets are named by what they are: ids differ between two runs of one spec. */
function distanceData({ spec, network }: StudyPlan, { pairs }: DistanceReport, tickets: readonly TicketRecord[]) {
  const names = new Map(tickets.map(({ id, dataset, kind, trial }) => [id, `${dataset} ${kind} ${trial}`]))
  const { alignment, signs, positiveWeight } = spec.comparison
  const weighted = positiveWeight === 0.5 ? '' : `, positive half weighted ${positiveWeight}`
  return {
    pairs: pairs.map((pair) => ({ ...pair, a: names.get(pair.a) ?? pair.a, b: names.get(pair.b) ?? pair.b })),
    conditions: [...new Set(pairs.map(({ condition }) => condition))],
    layers: network.layers.map(({ name }) => name),
    settings: `Alignment ${alignment}, signs of ${signs} weights${weighted}.`,
  } satisfies DistanceData
}
