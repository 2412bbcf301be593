import { meanOfTrials, type TrialMean } from '../../shared/mean-interval.ts'
import type { RoundMetrics, StudyDetail } from '../../shared/results.ts'
import type { Measure } from './measures.ts'
import type { TrialCurve } from './trial-shapes.ts'

/** What the chart needs of a study. */
export type RoundStudy = Pick<StudyDetail, 'density'> & {
  metrics: readonly RoundMetrics[]
  spec: {
    datasets: readonly { name: string }[]
    training: { epochs: number }
    pruning: { rounds: number }
  }
}

export interface RoundSeries {
  dataset: string
  /** By rounds of pruning, 0 (dense) to N; null where a trial has not got there. */
  winning: TrialCurve[]
  means: (TrialMean | null)[]
  /** The random twin of each trial, trained at the last round's density. */
  twins: { trial: number; value: number }[]
  twinMean: TrialMean | null
}

/** A measure at the last epoch of each training run, per dataset. Run r trains the network after r − 1 rounds. */
export function collectRounds({ spec, metrics }: RoundStudy, measure: Measure): RoundSeries[] {
  const final = metrics.filter(({ epoch }) => epoch === spec.training.epochs)
  return spec.datasets.map(({ name }) => {
    const of = (kind: RoundMetrics['kind']): RoundMetrics[] =>
      final.filter((run) => run.kind === kind && run.dataset === name)
    const winning = curvesOf(of('winning'), spec.pruning.rounds, measure)
    const twins = of('random')
      .map((run) => ({ trial: run.trial, value: run[measure] }))
      .toSorted((a, b) => a.trial - b.trial)
    return {
      dataset: name,
      winning,
      means: Array.from({ length: spec.pruning.rounds + 1 }, (_, pruned) =>
        meanOfTrials(winning.flatMap(({ values }) => values[pruned] ?? [])),
      ),
      twins,
      twinMean: meanOfTrials(twins.map(({ value }) => value)),
    }
  })
}

function curvesOf(runs: readonly RoundMetrics[], rounds: number, measure: Measure): TrialCurve[] {
  const curves = new Map<number, (number | null)[]>()
  for (const run of runs) {
    const values = curves.get(run.trial) ?? Array.from({ length: rounds + 1 }, () => null)
    values[run.round - 1] = run[measure]
    curves.set(run.trial, values)
  }
  return [...curves].map(([trial, values]) => ({ trial, values })).toSorted((a, b) => a.trial - b.trial)
}
