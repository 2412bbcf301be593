// Any Engine in a worker thread of its own, so that neither a busy one nor a dying one holds up the lab; worker.ts is the
// thread's side and says what the engine in it must do.
//
//   const entry = workerEntry(import.meta.url, './my-worker.ts')
//   const engine = await openHostedEngine({ entry, name: 'my', data: { … } })
import { LabError } from '../../../../shared/errors.ts'
import type { Engine, LoadedDataset } from '../engine.ts'
import { shareDataset } from '../shared-images.ts'
import { EngineThread, type EngineThreadOptions } from './thread.ts'
import { trainHosted, type RunListener } from './train.ts'

export interface HostedEngineOptions extends Pick<EngineThreadOptions, 'entry' | 'name'> {
  patience?: EngineThreadOptions['patience']
  spared?: EngineThreadOptions['spared']
  /** What the worker's `open` is given: anything that structured clone carries. */
  data: unknown
  /** Hears what the engine has to say apart from results. */
  onNotice?(text: string): void
}

const usualPatience = 500

/**
 * Starts a worker thread and opens the engine in it.
 * @throws LabError whatever opening it throws there; `engine.failed` when the thread dies
 */
export async function openHostedEngine({
  entry,
  name,
  data,
  patience = usualPatience,
  spared = false,
  onNotice,
}: HostedEngineOptions): Promise<Engine> {
  const listeners = new Map<number, RunListener>()
  const thread = new EngineThread(
    { entry, name, patience, spared },
    {
      order: async (run, epoch) => (await listeners.get(run)?.order(epoch)) ?? null,
      epoch: async (run, report) => (await listeners.get(run)?.take(report)) ?? false,
      notice: (text) => onNotice?.(text),
    },
  )
  const datasets = new Map<LoadedDataset, number>()
  let numbers = 0

  const find = (loaded: LoadedDataset): number => {
    const dataset = datasets.get(loaded)
    if (dataset === undefined) throw new LabError('internal', 'the dataset is not loaded in this engine')
    return dataset
  }

  const facts = await thread
    .ask((calls) => calls.open(data))
    .catch(async (thrown: unknown) => {
      await thread.end()
      throw thrown
    })

  return {
    ...facts,

    async load(dataset) {
      const number = numbers++
      await thread.ask((calls) => calls.load(number, shareDataset(dataset)))
      const loaded: LoadedDataset = {
        dataset,
        unload() {
          if (datasets.delete(loaded)) thread.tell((calls) => calls.unload.asEvent(number))
        },
      }
      datasets.set(loaded, number)
      return loaded
    },

    async train(run) {
      const dataset = find(run.dataset)
      return trainHosted(thread, listeners, numbers++, run, dataset)
    },

    async evaluate(plan, parameters, loaded) {
      const dataset = find(loaded)
      return thread.ask((calls) => calls.evaluate(plan, parameters, dataset))
    },

    async gradients(plan, parameters, loaded, batch) {
      const dataset = find(loaded)
      return thread.ask((calls) => calls.gradients(plan, parameters, dataset, batch))
    },

    async thresholds(plan, weights, masks, drops) {
      return thread.ask((calls) => calls.thresholds(plan, weights, masks, drops))
    },

    close: () => thread.end(),
  }
}
