import type { RoundMetrics, StudyDetail } from '../../../shared/results.ts'

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
  const columns = [...Array.from({ length: rounds }, (_, index) => `${index + 1}`), 'ticket', 'twin']
  const latest = latestEpochs(study.metrics, dataset)
  return Array.from({ length: study.spec.trials }, (_, index) => {
    const trial = index + 1
    const own = latest.get(trial)
    // A trial that has begun trains the first of its runs that has not ended.
    let isTraining = study.status === 'running' && own !== undefined
    const cells = columns.map((column, place): TrialCell => {
      const name = `trial ${trial}, ${column === 'ticket' ? 'winning ticket' : column === 'twin' ? 'random twin' : `round ${column}`}`
      const last = own?.[place]
      if (last?.epoch === epochs)
        return { column, state: 'done', title: `${name}: test accuracy ${(last.accuracy * 100).toFixed(1)} %` }
      const state = isTraining ? 'running' : 'waiting'
      isTraining = false
      return { column, state, title: `${name}: ${state}${last ? `, epoch ${last.epoch} of ${epochs} done` : ''}` }
    })
    return { trial, cells, state: cells.map(({ title }) => title).join() }
  })
}

/** The latest epoch of each training run, by trial and by place in the order of runs; a sparse list where some are missing. */
function latestEpochs(metrics: readonly RoundMetrics[], dataset: string): Map<number, (RoundMetrics | undefined)[]> {
  const latest = new Map<number, (RoundMetrics | undefined)[]>()
  for (const run of metrics) {
    if (run.dataset !== dataset) continue
    const own = latest.get(run.trial) ?? []
    // The random twin is trained in the round of the winning ticket, after it.
    own[run.round - (run.kind === 'random' ? 0 : 1)] = run
    latest.set(run.trial, own)
  }
  return latest
}
