import { LabError } from '../../../shared/errors.ts'
import type { EpochReport, LoadedDataset, TrainingRun, TrainingState } from './engine.ts'

/** Whether an engine's device went away: what ran on it can go on elsewhere, from the last epoch. */
export function isLost(thrown: unknown): thrown is LabError {
  return thrown instanceof LabError && thrown.code === 'engine.lost'
}

/** A run that another engine takes up where one loses its device: no epoch is reported twice. */
export class ResumableRun {
  readonly #run: TrainingRun
  #last: EpochReport | null = null
  #told: Promise<void> = Promise.resolve()

  constructor(run: TrainingRun) {
    this.#run = run
  }

  /** Waits until the last report has been taken. Gives back the final state where that was the last epoch. */
  async settle(): Promise<TrainingState | null> {
    await this.#told
    return this.#last?.epoch === this.#run.epochs ? this.#last.state : null
  }

  /** What is left to train, on a dataset as the next engine has it. */
  rest(dataset: LoadedDataset): TrainingRun {
    const { start, firstEpoch } = this.#run
    return {
      ...this.#run,
      dataset,
      start: this.#last?.state ?? start,
      firstEpoch: this.#last ? this.#last.epoch + 1 : firstEpoch,
      onEpoch: (report) => {
        this.#last = report
        this.#told = this.#run.onEpoch(report)
        this.#told.catch(() => undefined) // settle throws it, where the engine does not wait for it any more
        return this.#told
      },
    }
  }
}
