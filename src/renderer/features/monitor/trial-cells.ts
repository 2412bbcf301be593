import type { StudyDetail } from '../../../shared/results.ts'

export interface TrialCell {
  /** `1`…`N`, `ticket` (verification) or `twin` (its random twin). */
  column: string
  state: 'waiting' | 'running' | 'done'
  title: string
}

export interface TrialRow {
  trial: number
  cells: TrialCell[]
  /** Changes whenever one of the cells does. */
  state: string
}

/** Everything that each trial of a dataset trains, in order: rounds 1…N, the winning ticket, its random twin. */
export function buildTrialRows(study: Pick<StudyDetail, 'status' | 'spec' | 'metrics'>, dataset: string): TrialRow[] {
  const { rounds } = study.spec.pruning
  const { epochs } = study.spec.training
  const byTrial = Map.groupBy(
    study.metrics.filter((run) => run.dataset === dataset),
    ({ trial }) => trial,
  )
  const runs = [
    ...Array.from({ length: rounds }, (_, index) => ({ column: `${index + 1}`, kind: 'winning', round: index + 1 })),
    { column: 'ticket', kind: 'winning', round: rounds + 1 },
    { column: 'twin', kind: 'random', round: rounds + 1 },
  ]
  return Array.from({ length: study.spec.trials }, (_, index) => {
    const trial = index + 1
    const own = byTrial.get(trial) ?? []
    // A trial that has begun trains the first of its runs that has not ended.
    let isTraining = study.status === 'running' && own.length > 0
    const cells = runs.map(({ column, kind, round }): TrialCell => {
      const name = `trial ${trial}, ${column === 'ticket' ? 'winning ticket' : column === 'twin' ? 'random twin' : `round ${column}`}`
      const last = own.findLast((run) => run.kind === kind && run.round === round)
      if (last?.epoch === epochs)
        return { column, state: 'done', title: `${name}: test accuracy ${(last.accuracy * 100).toFixed(1)} %` }
      const state = isTraining ? 'running' : 'waiting'
      isTraining = false
      return { column, state, title: `${name}: ${state}${last ? `, epoch ${last.epoch} of ${epochs} done` : ''}` }
    })
    return { trial, cells, state: cells.map(({ title }) => title).join() }
  })
}
