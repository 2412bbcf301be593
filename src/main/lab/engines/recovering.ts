import { setTimeout as wait } from 'node:timers/promises'
import { LabError } from '../../../shared/errors.ts'
import type { Engine, LoadedDataset } from './engine.ts'
import { HeldDatasets } from './held-datasets.ts'
import { isLost, ResumableRun } from './resumable-run.ts'
import { withAbort } from './abort.ts'

interface RecoveryOptions {
  notice(message: string): void
  /** Milliseconds before the device is opened again, times the number of the attempt: a driver that resets needs some. */
  pause?: number
}

/** How often in its life an engine is opened again. */
const attempts = 3
const usualPause = 1000

/** One life of the engine; `next` is the one after its device was lost. */
interface Life {
  engine: Engine
  datasets: HeldDatasets
  next: Promise<Life> | null
}

/**
 * An engine that opens its device again when it is lost, up to three times: every run then goes on from the last epoch
 * that it reported, with the same bytes as if nothing had happened. A lost engine rejects what it is asked with LabError
 * `engine.lost`, whose message is what happened, in a clause; the one that goes on to the caller says what to do.
 * @throws LabError what `open` throws
 */
export async function recover(open: () => Promise<Engine>, options: RecoveryOptions): Promise<Engine> {
  let last = begin(await open())
  let losses = 0
  const closing = new AbortController()

  function begin(engine: Engine): Life {
    return { engine, datasets: new HeldDatasets(engine), next: null }
  }

  /** The life that is on, or the one that is being begun. */
  async function current(): Promise<Life> {
    for (;;) {
      const life = last
      if (!life.next) return life
      await life.next
    }
  }

  async function beginAgain(lost: Life, loss: LabError): Promise<Life> {
    await lost.engine.close().catch(() => undefined) // its device is gone
    let cause = loss
    while (losses < attempts) {
      losses++
      options.notice(`${loss.message}; training goes on from the last epoch (${losses} of ${attempts})`)
      await wait((options.pause ?? usualPause) * losses, undefined, closing).catch(() => undefined)
      if (closing.signal.aborted) throw new LabError('engine.failed', 'the engine was closed')
      try {
        last = begin(await open())
        return last
      } catch (thrown) {
        if (!(thrown instanceof LabError)) throw thrown
        cause = thrown
      }
    }
    throw new LabError(
      'engine.lost',
      `${cause.message}, after ${attempts} new beginnings; update the driver, or choose another device or engine, then resume the study: it goes on from its last epoch`,
      { cause },
    )
  }

  /** Does something with the engine as it is; where that loses its device, again with the next. All losers share one. */
  async function attempt<Value>(signal: AbortSignal, work: (life: Life) => Promise<Value>): Promise<Value> {
    for (;;) {
      const life = await withAbort(current(), signal)
      try {
        return await work(life)
      } catch (thrown) {
        if (isLost(thrown)) life.next ??= beginAgain(life, thrown)
        // The lost engine was closed under it.
        else if (!life.next || !(thrown instanceof LabError && thrown.code === 'engine.failed')) throw thrown
        await withAbort(life.next, signal)
      }
    }
  }

  const always = new AbortController().signal
  return {
    get id() {
      return last.engine.id
    },
    get device() {
      return last.engine.device
    },
    get lanes() {
      return last.engine.lanes
    },
    async load(dataset) {
      const outer: LoadedDataset = { dataset, unload: () => last.datasets.unload(outer) }
      await attempt(always, ({ datasets }) => datasets.find(outer))
      return outer
    },
    async train(run) {
      const resumable = new ResumableRun(run)
      return attempt(
        run.signal,
        async ({ engine, datasets }) =>
          (await resumable.settle()) ?? engine.train(resumable.rest(await datasets.find(run.dataset))),
      )
    },
    evaluate: (plan, parameters, dataset) =>
      attempt(always, async ({ engine, datasets }) => engine.evaluate(plan, parameters, await datasets.find(dataset))),
    gradients: (plan, parameters, dataset, batch) =>
      attempt(always, async ({ engine, datasets }) =>
        engine.gradients(plan, parameters, await datasets.find(dataset), batch),
      ),
    thresholds: (...input) => attempt(always, async ({ engine }) => engine.thresholds(...input)),
    async close() {
      closing.abort()
      await last.next?.catch(() => undefined)
      await last.engine.close()
    },
  }
}
