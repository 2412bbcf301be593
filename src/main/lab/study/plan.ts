import { createHash } from 'node:crypto'
import type { TicketKind } from '../../../shared/results.ts'
import { architectureOf, type StudySpec } from '../../../shared/spec.ts'
import { LabError } from '../../../shared/errors.ts'
import { planNetwork, type NetworkPlan } from '../science/networks.ts'
import { plannedKept, type PruningRates } from '../science/pruning.ts'
import type { TrialKey } from './study-streams.ts'

/** Everything about a study that follows from its spec alone. */
export interface StudyPlan {
  spec: StudySpec
  network: NetworkPlan
  rates: PruningRates
  /** In the order in which they are begun: trial by trial, each over all datasets. */
  trials: TrialKey[]
  /** Epochs of the whole study: per trial, N rounds, and the verification of both tickets. */
  epochs: number
  /** Kept weights per layer after 0 … N rounds: [round][layer]. */
  kept: number[][]
}

/**
 * Plans a study.
 * @throws LabError `network.invalid` or `spec.invalid`
 */
export function planStudy(spec: StudySpec): StudyPlan {
  const network = planNetwork(architectureOf(spec))
  const names = spec.datasets.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new LabError('spec.invalid', `datasets: "${twice}" is named twice; name each dataset once`)
  const rounds = spec.pruning.rounds
  const kept = Array.from({ length: rounds + 1 }, (_, round) => plannedKept(network.layers, spec.pruning.rates, round))
  network.layers.forEach((layer, index) => {
    if (kept[rounds]?.[index] === 0)
      throw new LabError(
        'spec.invalid',
        `pruning: ${layer.name} would lose all its ${layer.weights} weights within ${rounds} rounds; lower its rate or the number of rounds`,
      )
  })
  const trials = Array.from({ length: spec.trials }, (_, index) =>
    names.map((dataset) => ({ dataset, trial: index + 1 })),
  ).flat()
  return {
    spec,
    network,
    rates: spec.pruning.rates,
    trials,
    epochs: trials.length * (rounds + 2) * spec.training.epochs,
    kept,
  }
}

/** Ids follow from content, so that a study run again elsewhere has the same ones. */
export function studyId(spec: StudySpec, taken: (id: string) => boolean): string {
  for (let copy = 0; ; copy++) {
    const id = createHash('sha256')
      .update(JSON.stringify([spec, copy]))
      .digest('hex')
      .slice(0, 10)
    if (!taken(id)) return id
  }
}

export function ticketId(study: string, key: TrialKey, kind: TicketKind, round: number): string {
  const text = JSON.stringify([study, key.dataset, key.trial, kind, round])
  return `t${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}
