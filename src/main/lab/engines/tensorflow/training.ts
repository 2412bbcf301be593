import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import { LabError } from '../../../../shared/errors.ts'
import type { Evaluation, Parameters, TrainingRun, TrainingState } from '../engine.ts'
import { Held } from './held.ts'
import { differentiate, evaluate, type TensorNetwork } from './network.ts'
import { stepVector, type Training } from './optimiser.ts'
import { packMasks, packParameters, unpackParameters, vectorLength } from './vector.ts'

/** One network in training, with its parameters on the device. Close it. */
export class TensorTraining {
  readonly #network: TensorNetwork
  readonly #optimiser: TrainingRun['optimiser']
  readonly #mask: Tensor1D
  #training: Training
  /** Losses of the steps since they were last asked for. */
  #losses: Tensor[] = []

  constructor(network: TensorNetwork, { masks, start, optimiser }: TrainingRun) {
    const { tf, plan } = network
    const pack = (parameters: Parameters | undefined): Float32Array =>
      parameters ? packParameters(plan, parameters) : new Float32Array(vectorLength(plan))
    this.#network = network
    this.#optimiser = optimiser
    const parts = [packMasks(plan, masks), pack(start.parameters), pack(start.moments?.first)]
    if (optimiser.kind === 'adam') parts.push(pack(start.moments?.second))
    const [mask, values, first, second = null] = tf.tidy(() => parts.map((part) => tf.tensor1d(part)))
    if (!mask || !values || !first) throw new LabError('internal', 'a network without parameters')
    this.#training = { values, first, second }
    this.#mask = mask
  }

  /** @param step numbered from 1 over the whole training */
  async step(batch: Uint32Array, step: number): Promise<void> {
    const { tf } = this.#network
    const held = new Held(tf)
    try {
      const { lossSum, gradient } = await differentiate(this.#network, this.#training.values, batch, held)
      const before = this.#training
      const [values, first, second = null] = tf.tidy(() =>
        stepVector(tf, this.#optimiser, step, before, gradient, this.#mask),
      )
      if (values && first) this.#training = { values, first, second }
      for (const tensor of [before.values, before.first, before.second]) tensor?.dispose()
      this.#losses.push(tf.clone(lossSum))
    } finally {
      held.release()
    }
  }

  /** Sum of the loss over the images since the last call; waits for the device to catch up. */
  async loss(): Promise<number> {
    const { tf } = this.#network
    const losses = this.#losses.splice(0)
    if (losses.length === 0) return 0
    const all = tf.stack(losses)
    try {
      return (await all.data<'float32'>()).reduce((sum, loss) => sum + loss, 0)
    } finally {
      tf.dispose([all, ...losses])
    }
  }

  evaluate(): Promise<Evaluation> {
    return evaluate(this.#network, this.#training.values)
  }

  /** @param steps taken so far */
  async state(steps: number): Promise<TrainingState> {
    const { plan } = this.#network
    const download = async (vector: Tensor1D): Promise<Parameters> =>
      unpackParameters(plan, await vector.data<'float32'>())
    const { values, first, second } = this.#training
    return {
      parameters: await download(values),
      moments: { first: await download(first), ...(second && { second: await download(second) }) },
      steps,
    }
  }

  close(): void {
    const { values, first, second } = this.#training
    for (const tensor of [values, first, second, this.#mask, ...this.#losses]) tensor?.dispose()
  }
}
