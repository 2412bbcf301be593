import { layersFigure, overviewFigure, sharedLayersFigure } from '../../../../shared/charts/distance-figures.ts'
import type { Figure } from '../../../../shared/charts/figure.ts'
import { filterFigure } from '../../../../shared/charts/filter-figure.ts'
import { frequentFigure, frequentFigures } from '../../../../shared/charts/frequent-figure.ts'
import { positionFigure } from '../../../../shared/charts/position-figure.ts'
import { togetherFigure } from '../../../../shared/charts/together-figure.ts'
import type { ConditionTests, DistanceColumns, EnrichedPatternReport } from '../../../../shared/comparison.ts'
import { buildConditionTable, buildLayerTable } from '../../../../shared/tables/condition-tables.ts'
import { buildKernelTable } from '../../../../shared/tables/kernel-table.ts'
import type { PaperTable } from '../../../../shared/tables/table.ts'
import type { StudyPlan } from '../../study/plan.ts'

/** What a report is made of. */
export interface ReportSource {
  plan: StudyPlan
  columns: DistanceColumns
  tests: ConditionTests
  /** Null for a network without convolutions. */
  patterns: EnrichedPatternReport | null
}

/** Every figure of the paper that the study can have, in the paper's order. */
export function collectFigures({ columns, patterns }: ReportSource): Figure[] {
  const frequent = (isAppendix: boolean): Figure[] =>
    patterns
      ? frequentFigures
          .filter(({ number }) => number.startsWith('A') === isAppendix)
          .map((which) => frequentFigure(patterns, which))
      : []
  return [
    overviewFigure(columns),
    ...(patterns
      ? [
          filterFigure(patterns),
          positionFigure(patterns),
          togetherFigure(patterns, 'positive'),
          togetherFigure(patterns, 'negative'),
        ]
      : []),
    ...frequent(false),
    sharedLayersFigure(columns, 'nnstd-signed'),
    layersFigure(columns, 'nnstd-signed'),
    sharedLayersFigure(columns, 'nnstd'),
    layersFigure(columns, 'nnstd'),
    ...frequent(true),
  ]
}

/** Every table of the paper that the study can have. */
export function collectTables({ tests: { table, alpha }, patterns }: ReportSource): PaperTable[] {
  return [
    buildConditionTable(table, alpha),
    buildLayerTable(table, alpha, 'A.1', 'nnstd-signed'),
    buildLayerTable(table, alpha, 'A.2', 'nnstd'),
    ...(patterns ? [buildKernelTable(patterns)] : []),
  ]
}
