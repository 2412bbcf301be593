import type { RoundMetrics, StudyDetail } from '../../shared/results.ts'

/** What the chart needs of a study. */
export type AccuracyStudy = Pick<StudyDetail, 'density'> & {
  metrics: readonly RoundMetrics[]
  spec: {
    datasets: readonly { name: string }[]
    training: { epochs: number }
    pruning: { rounds: number }
  }
}

export interface Spread {
  mean: number
  min: number
  max: number
  trials: number
}

export interface AccuracySeries {
  dataset: string
  /** By rounds of pruning, 0 (dense) to N; null where no trial has got there. */
  winning: (Spread | null)[]
  /** Test accuracy of every random twin, trained at the last round's density. */
  twins: number[]
  twinSpread: Spread | null
}

/** Test accuracies at the last epoch of each training run, per dataset. Run r trains the network after r − 1 rounds. */
export function collectAccuracies({ spec, metrics }: AccuracyStudy): AccuracySeries[] {
  const final = metrics.filter(({ epoch }) => epoch === spec.training.epochs)
  return spec.datasets.map(({ name }) => {
    const of = (kind: RoundMetrics['kind']): RoundMetrics[] =>
      final.filter((run) => run.kind === kind && run.dataset === name)
    const winning = of('winning')
    const twins = of('random').map(({ accuracy }) => accuracy)
    return {
      dataset: name,
      winning: Array.from({ length: spec.pruning.rounds + 1 }, (_, pruned) =>
        spreadOf(winning.filter(({ round }) => round === pruned + 1).map(({ accuracy }) => accuracy)),
      ),
      twins,
      twinSpread: spreadOf(twins),
    }
  })
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, min: Math.min(...values), max: Math.max(...values), trials: values.length }
}
