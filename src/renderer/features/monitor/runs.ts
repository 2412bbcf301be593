import type { RoundMetrics, TicketKind } from '../../../shared/results.ts'

/** One training run that every trial makes. */
export interface Run {
  id: string
  title: string
  kind: TicketKind
  /** N + 1 is the verification. */
  round: number
}

/** Rounds 1 … N, then the verification of the winning and of the random ticket. */
export function listRuns(rounds: number): Run[] {
  const pruned = Array.from({ length: rounds }, (_, index): Run => {
    const round = index + 1
    return { id: `winning ${round}`, title: `round ${round}`, kind: 'winning', round }
  })
  const last = rounds + 1
  return [
    ...pruned,
    { id: `winning ${last}`, title: 'winning ticket', kind: 'winning', round: last },
    { id: `random ${last}`, title: 'random twin', kind: 'random', round: last },
  ]
}

/** The furthest run of which a dataset has an epoch. */
export function latestRun(runs: readonly Run[], metrics: readonly RoundMetrics[], dataset: string): Run | undefined {
  return runs.findLast(({ kind, round }) =>
    metrics.some((epoch) => epoch.round === round && epoch.kind === kind && epoch.dataset === dataset),
  )
}
