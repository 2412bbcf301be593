import type { RoundMetrics, TicketKind } from '../../../shared/results.ts'

/** One training run that every trial makes. */
export interface Run {
  id: string
  title: string
  kind: TicketKind
  /** N + 1 is the verification. */
  round: number
}

/** Trains the dense network. */
const denseRun: Run = { id: 'winning 1', title: 'round 1', kind: 'winning', round: 1 }

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

/** The furthest run of which a dataset has an epoch; the first while there is none. */
export function latestRun(runs: readonly Run[], metrics: readonly RoundMetrics[], dataset: string): Run {
  let furthest: RoundMetrics | null = null
  for (const run of metrics) {
    if (run.dataset !== dataset || run.round < (furthest?.round ?? 0)) continue
    if (run.round > (furthest?.round ?? 0) || run.kind === 'random') furthest = run
  }
  return runs.find(({ kind, round }) => kind === furthest?.kind && round === furthest.round) ?? denseRun
}

/** What a run is compared with: the dense network and, for a verified ticket, its winning or random counterpart. */
export function compareWith(runs: readonly Run[], { id, round, kind }: Run): Run[] {
  const dense = id === denseRun.id ? [] : [{ ...denseRun, title: 'dense' }]
  return [...dense, ...runs.filter((other) => other.round === round && other.kind !== kind)]
}
