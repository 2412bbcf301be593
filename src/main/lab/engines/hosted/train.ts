import { LabError } from '../../../../shared/errors.ts'
import { withAbort } from '../abort.ts'
import type { TrainingRun, TrainingState } from '../engine.ts'
import type { HostedCallbacks } from './protocol.ts'
import type { EngineThread } from './thread.ts'

/**
 * The lab's side of one run.
 * @param listeners where each run's listener to reports is kept by its number
 */
export async function trainHosted(
  thread: EngineThread,
  listeners: Map<number, HostedCallbacks['epoch']>,
  number: number,
  run: TrainingRun,
  dataset: number,
): Promise<TrainingState> {
  const { plan, masks, start, firstEpoch, epochs, batch, optimiser, signal } = run
  if (firstEpoch > epochs) return start
  if (signal.aborted) throw new LabError('interrupted', 'training was stopped')
  let last = start
  /** What a report made the caller throw, once it did: the run then ends with that. */
  const failures: unknown[] = []

  listeners.set(number, async (_run, report) => {
    last = report.state
    try {
      await withAbort(run.onEpoch(report), signal)
      return report.epoch < epochs ? run.order(report.epoch + 1) : new Uint32Array()
    } catch (thrown) {
      failures.push(thrown)
      return null
    }
  })
  const stop = (): void => thread.tell((calls) => calls.stop.asEvent(number))
  signal.addEventListener('abort', stop, { once: true })
  try {
    const job = { plan, masks, start, firstEpoch, epochs, batch, optimiser, dataset, order: run.order(firstEpoch) }
    await thread.ask((calls) => calls.train(number, job))
    return last
  } catch (thrown) {
    throw failures.length > 0 ? failures[0] : thrown
  } finally {
    signal.removeEventListener('abort', stop)
    listeners.delete(number)
  }
}
