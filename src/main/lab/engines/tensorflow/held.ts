import type { Tensor } from '@tensorflow/tfjs-core'
import type { Tensorflow } from './library.ts'

/** Tensors that outlive the operation that made them, given back together. A tidy cannot span a wait; this can. */
export class Held {
  readonly #tf: Tensorflow
  readonly #tensors = new Set<Tensor>()

  constructor(tf: Tensorflow) {
    this.#tf = tf
  }

  /** Does some work and holds its result; what else it made is given back at once. */
  hold<Result extends Tensor | Tensor[]>(work: () => Result): Result {
    const result = this.#tf.tidy(work)
    for (const tensor of Array.isArray(result) ? result : [result]) this.#tensors.add(tensor)
    return result
  }

  release(): void {
    for (const tensor of this.#tensors) tensor.dispose()
    this.#tensors.clear()
  }
}
