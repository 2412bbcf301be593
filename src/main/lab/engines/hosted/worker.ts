// An Engine's thread. The worker's entry is one call:
//
//   import { hostEngine } from '../hosted/worker.ts'
//   hostEngine((data, { notice }) => openMyEngine(mySchema.parse(data), notice))
//
// The engine in it is an ordinary Engine; it must
// - give its event loop a turn (setImmediate, or any wait for a device) at least every few hundred milliseconds while it
//   trains: a run's `signal` aborts there, and nowhere else;
// - leave the arrays of a report alone afterwards: their memory goes to the lab;
// - end its device in `close()` within the patience that openHostedEngine is given: half a second, if nothing is said.
import { parentPort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { LabError, plainError, type Outcome } from '../../../../shared/errors.ts'
import type { Engine, EpochReport, LoadedDataset, Parameters, TrainingRun } from '../engine.ts'
import type { HostedCallbacks, HostedCalls, TrainJob } from './protocol.ts'

/** What an engine can tell the lab apart from results. */
export interface HostedLab {
  /** Says something aloud to whoever uses the program, as that trials run in smaller groups for lack of memory. */
  notice(text: string): void
}

/** Serves the engine that `open` gives to the lab thread. `data` is what the lab passed to openHostedEngine. */
export function hostEngine(open: (data: unknown, lab: HostedLab) => Promise<Engine>): void {
  const port = parentPort
  if (!port) throw new Error('an engine is hosted in a worker thread only')
  let opened: Engine | null = null
  const datasets = new Map<number, LoadedDataset>()
  const runs = new Map<number, AbortController>()

  const rpc = createBirpc<HostedCallbacks, HostedCalls>(
    {
      open: (data) =>
        outcomeOf(async () => {
          opened = await open(data, { notice: (text) => void rpc.notice.asEvent(text) })
          return { id: opened.id, device: opened.device, lanes: opened.lanes }
        }),
      load: (dataset, contents) =>
        outcomeOf(async () => {
          datasets.set(dataset, await engine().load(contents))
          return null
        }),
      unload(dataset) {
        datasets.get(dataset)?.unload()
        datasets.delete(dataset)
      },
      train: (run, job) =>
        outcomeOf(async () => {
          const controller = new AbortController()
          runs.set(run, controller)
          try {
            await engine().train(describeRun(run, job, controller.signal))
          } finally {
            runs.delete(run)
          }
          return null
        }),
      stop: (run) => runs.get(run)?.abort(),
      evaluate: (plan, parameters, dataset) =>
        outcomeOf(async () => engine().evaluate(plan, parameters, find(dataset))),
      gradients: (plan, parameters, dataset, batch) =>
        outcomeOf(async () => engine().gradients(plan, parameters, find(dataset), batch)),
      thresholds: (plan, weights, masks, drops) =>
        outcomeOf(async () => engine().thresholds(plan, weights, masks, drops)),
      close: () =>
        outcomeOf(async () => {
          await opened?.close()
          // the answer goes out, and the thread ends with what is left to do
          setImmediate(() => port.close())
          return null
        }),
    },
    {
      post: (message: Message) => port.postMessage(message, transferable(message)),
      on: (receive) => void port.on('message', receive),
      timeout: -1,
    },
  )

  function engine(): Engine {
    if (!opened) throw new LabError('internal', 'the engine is not open')
    return opened
  }

  function find(dataset: number): LoadedDataset {
    const loaded = datasets.get(dataset)
    if (!loaded) throw new LabError('internal', 'the dataset is not loaded in this engine')
    return loaded
  }

  function describeRun(run: number, job: TrainJob, signal: AbortSignal): TrainingRun {
    const interrupted = (): LabError => new LabError('interrupted', 'training was stopped')
    return {
      ...job,
      dataset: find(job.dataset),
      signal,
      async order(epoch) {
        const order = await rpc.order(run, epoch)
        if (!order) throw interrupted()
        return order
      },
      async onEpoch(report) {
        if (!(await rpc.epoch(run, report))) throw interrupted()
      },
    }
  }
}

async function outcomeOf<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

/** A message of birpc's: a call of the lab, or (with no method) an answer to it. */
type Message = { m: 'epoch'; a: [run: number, report: EpochReport] } | { m?: 'order' | 'notice' }

/** A report's arrays, several times as large as the network: they move to the lab instead of being copied. */
function transferable(message: Message): ArrayBuffer[] {
  if (message.m !== 'epoch') return []
  const { parameters, moments } = message.a[1].state
  const parts = [parameters, moments?.first, moments?.second].flatMap((part) => (part ? arraysOf(part) : []))
  // An array that is a part of something larger is copied.
  const whole = parts.filter(({ buffer, byteLength }) => byteLength === buffer.byteLength)
  return [...new Set(whole.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer)
}

const arraysOf = ({ weights, biases }: Parameters): Float32Array[] => [...weights, ...biases]
