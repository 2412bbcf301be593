import { LabError } from '../../../../shared/errors.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import { vectorLength } from './vector.ts'

/** TensorFlow counts the values of a tensor in 31 bits. */
const mostValues = 2 ** 31 - 1

/** Values of the largest map that one image makes, its own included. */
function largestMap(plan: NetworkPlan): number {
  const { height, width, channels } = plan.input
  return plan.stages.reduce(
    (most, stage) => {
      if (stage.kind === 'dense') return Math.max(most, stage.units)
      return stage.kind === 'conv' ? Math.max(most, stage.height * stage.width * stage.filters) : most
    },
    height * width * channels,
  )
}

/** @throws LabError `engine.failed` when a batch of so many images goes beyond what TensorFlow can hold */
export function checkSizes(plan: NetworkPlan, batch: number): void {
  const largest = Math.max(vectorLength(plan), largestMap(plan) * batch)
  if (largest > mostValues)
    throw new LabError(
      'engine.failed',
      `the network needs a tensor of ${largest.toLocaleString('en')} values, and TensorFlow holds at most ${mostValues.toLocaleString('en')}; take a smaller batch, fewer units or another engine`,
    )
}

/** Images to judge at once: some million values in the largest map keep a device busy and fit everywhere. */
export function evaluationBatch(plan: NetworkPlan): number {
  return Math.max(1, Math.min(500, Math.floor(2 ** 22 / largestMap(plan))))
}

/** What TensorFlow throws, with a remedy; what the lab throws on purpose stays. */
export function describeFailure(thrown: unknown): unknown {
  if (thrown instanceof LabError) return thrown
  const why = thrown instanceof Error ? thrown.message : String(thrown)
  const [line = why] = why.split('\n')
  const full = /OOM|out of memory|allocat|Invalid typed array length/i.test(why)
  const message = full
    ? `TensorFlow has no memory left (${line}); take a smaller batch or another engine`
    : `TensorFlow failed (${line}); resume the study, or take another engine`
  return new LabError('engine.failed', message, { cause: thrown })
}
