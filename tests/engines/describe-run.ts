import type { LoadedDataset, TrainingRun } from '../../src/main/lab/engines/engine.ts'
import type { Optimiser } from '../../src/shared/spec.ts'
import type { RandomNetwork } from './random-networks.ts'

export const adam: Optimiser = { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
export const sgd: Optimiser = { kind: 'sgd', learningRate: 0.02, momentum: 0.9 }

/** A run of four epochs; the order of each depends on its number alone. */
export function describeRun(
  network: RandomNetwork,
  dataset: LoadedDataset,
  changes: Partial<TrainingRun> = {},
): TrainingRun {
  const { plan, masks, parameters } = network
  const { count } = network.dataset.train
  return {
    plan,
    dataset,
    masks,
    start: { parameters, steps: 0 },
    firstEpoch: 1,
    epochs: 4,
    batch: 8,
    optimiser: adam,
    order: (epoch) => Uint32Array.from({ length: count }, (_, index) => (index * 7 + epoch) % count),
    onEpoch: async () => {},
    signal: new AbortController().signal,
    ...changes,
  }
}
