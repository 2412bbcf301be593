import { withAbort } from '../abort.ts'

/** One job at a time, in the order in which they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** @throws LabError `interrupted` when the signal aborts while the job waits */
  async use<Result>(signal: AbortSignal, job: () => Promise<Result>): Promise<Result> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    try {
      await withAbort(before, signal)
      return await job()
    } finally {
      // A job that gave up its place leaves the one behind it waiting for the one before it.
      void before.then(resolve)
    }
  }
}
