import { LabError } from '../../../../shared/errors.ts'
import { withAbort } from '../abort.ts'
import type { EpochReport, TrainingRun, TrainingState } from '../engine.ts'
import type { EngineThread } from './thread.ts'

/** What a run's thread asks for; null or false ends the run. */
export interface RunListener {
  order(epoch: number): Promise<Uint32Array | null>
  take(report: EpochReport): Promise<boolean>
}

/**
 * The lab's side of one run.
 * @param listeners where each run's listener to reports is kept by its number
 */
export async function trainHosted(
  thread: EngineThread,
  listeners: Map<number, RunListener>,
  number: number,
  run: TrainingRun,
  dataset: number,
): Promise<TrainingState> {
  const { plan, masks, start, firstEpoch, epochs, batch, optimiser, signal } = run
  if (firstEpoch > epochs) return start
  if (signal.aborted) throw new LabError('interrupted', 'training was stopped')
  let last = start
  /** What the caller threw, once it did: the run then ends with that. */
  const failures: unknown[] = []
  const unlessThrown = async <Value, Otherwise>(work: () => Promise<Value>, otherwise: Otherwise) => {
    try {
      return await work()
    } catch (thrown) {
      failures.push(thrown)
      return otherwise
    }
  }

  listeners.set(number, {
    order: (epoch) => unlessThrown(async () => run.order(epoch), null),
    take: (report) =>
      unlessThrown(async () => {
        last = report.state
        await withAbort(run.onEpoch(report), signal)
        return true
      }, false),
  })
  const stop = (): void => thread.tell((calls) => calls.stop.asEvent(number))
  signal.addEventListener('abort', stop, { once: true })
  try {
    const job = { plan, masks, start, firstEpoch, epochs, batch, optimiser, dataset }
    await thread.ask((calls) => calls.train(number, job))
    return last
  } catch (thrown) {
    throw failures.length > 0 ? failures[0] : thrown
  } finally {
    signal.removeEventListener('abort', stop)
    listeners.delete(number)
  }
}
