import type { NetworkPlan } from '../science/networks.ts'
import { countWeights } from '../science/networks.ts'
import type { StudyPlan } from './plan.ts'

/** Training images of a dataset, or as many as the spec takes. */
export interface ImageCounts {
  train: number
  test: number
}

/** Images to train on, each counted once per epoch, in every round and both verifications. */
export function countTrainingImages(plan: StudyPlan, counts: ReadonlyMap<string, ImageCounts>): number {
  const { trials, pruning, training, datasets } = plan.spec
  const perPass = datasets.reduce((sum, { name }) => sum + (counts.get(name)?.train ?? 0), 0)
  return perPass * trials * (pruning.rounds + 2) * training.epochs
}

/** Bytes that the finished study takes in the home: masks of every round; weights of the final tickets, both kinds. */
export function estimateDisk(plan: StudyPlan): number {
  const maskBytes = countWeights(plan.network) / 8
  const rounds = plan.spec.pruning.rounds
  const kept = plan.kept[rounds]?.reduce((sum, count) => sum + count, 0) ?? 0
  const perTrial = maskBytes * (rounds + 2) + kept * 4 * 2 * 2
  return Math.round(plan.trials.length * perTrial)
}

/**
 * Bytes of memory at the most while it runs: the program; the images, as read and as shared with the workers; and for
 * each worker its network, gradients, moments and activations, and the state that is being handed over and written. A GPU
 * trains in its own memory: the program then holds of each trial the initial weights, its masks, and the state (weights
 * and two moments) as begun with, as handed over and as written.
 */
export function estimateMemory(
  plan: StudyPlan,
  counts: ReadonlyMap<string, ImageCounts>,
  workers: number,
  onCpu: boolean,
): number {
  const { height, width, channels } = plan.network.input
  const images =
    [...counts.values()].reduce((sum, { train, test }) => sum + train + test, 0) * height * width * channels
  const weights = countWeights(plan.network)
  const training = weights * 4 * 24 + activations(plan.network) * plan.spec.training.batch * 4 * 2 + 40 * 2 ** 20
  const perWorker = onCpu ? training : weights * 4 * 12
  return Math.round(180 * 2 ** 20 + images * 2 + workers * perWorker)
}

/** Values that one image leaves in the layers of a network. */
function activations(network: NetworkPlan): number {
  return network.stages.reduce((sum, stage) => {
    switch (stage.kind) {
      case 'conv':
        return sum + stage.height * stage.width * stage.filters
      case 'pool':
        return sum + Math.floor(stage.height / 2) * Math.floor(stage.width / 2) * stage.channels
      case 'dense':
        return sum + stage.units
      default:
        return stage satisfies never
    }
  }, 0)
}
