import { cpus } from 'node:os'
import { LabError } from '../../../../shared/errors.ts'
import { workerEntry } from '../../locations.ts'
import type { Engine, EngineDataset, LoadedDataset, TrainingImages, TrainingRun, TrainingState } from '../engine.ts'
import type { Crew } from './crew.ts'
import { Helping } from './helping.ts'
import { compileKernels } from './kernels.ts'
import { Lanes, type Lane } from './lanes.ts'
import type { EvaluateJob, GradientsJob, Reply, Request } from './messages.ts'

function describeDevice(workers: number): string {
  return `CPU, ${workers} ${workers === 1 ? 'worker' : 'workers'} (WebAssembly relaxed SIMD)`
}

/** Why the engine cannot run here, or null when it can. */
export function probeWasm(): { device: string | null; reason: string | null } {
  try {
    compileKernels()
    return { device: describeDevice(Math.max(1, cpus().length)), reason: null }
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown
    return { device: null, reason: thrown.message }
  }
}

/** The same bytes where every worker can read them; no copy when they lie there already. */
function share(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}

const shareImages = ({ images, labels, count }: TrainingImages): TrainingImages => ({
  images: share(images),
  labels: share(labels),
  count,
})

const failure = (reply: Reply): LabError =>
  reply.kind === 'failed'
    ? new LabError(reply.error.code === 'internal' ? 'engine.failed' : reply.error.code, reply.error.message)
    : new LabError('internal', `a training worker answered "${reply.kind}" out of turn`)

/**
 * Training on the CPU: each worker thread trains one run at a time, or helps another's. The bytes of a result depend on the run alone, whatever
 * the number of workers.
 * @throws LabError `engine.unavailable`
 */
export async function openWasmEngine(options: { workers: number }): Promise<Engine> {
  const workers = Math.max(1, Math.floor(options.workers))
  const module = compileKernels()
  const lanes = new Lanes(workerEntry(import.meta.url, './training-worker.ts'), { module }, workers)
  const helping = new Helping(lanes)
  /** Datasets with their bytes in memory that all workers share. */
  const datasets = new Map<LoadedDataset, EngineDataset>()

  const find = (loaded: LoadedDataset): EngineDataset => {
    const dataset = datasets.get(loaded)
    if (!dataset) throw new LabError('internal', 'the dataset is not loaded in this engine')
    return dataset
  }

  const ask = (job: EvaluateJob | GradientsJob): Promise<Reply> =>
    lanes.use(null, (lane) => {
      lane.send(job)
      return lane.receive()
    })

  return {
    id: 'wasm',
    device: describeDevice(workers),
    lanes: workers,

    async load(dataset) {
      const loaded: LoadedDataset = { dataset, unload: () => void datasets.delete(loaded) }
      datasets.set(loaded, { ...dataset, train: shareImages(dataset.train), test: shareImages(dataset.test) })
      return loaded
    },

    async train(run) {
      const dataset = find(run.dataset)
      return lanes.use(run.signal, (lane) => trainOn(lane, helping, run, dataset))
    },

    async evaluate(plan, parameters, loaded) {
      const stop = new SharedArrayBuffer(4)
      const reply = await ask({ kind: 'evaluate', plan, parameters, dataset: find(loaded), stop })
      if (reply.kind !== 'evaluated') throw failure(reply)
      return reply.evaluation
    },

    async gradients(plan, parameters, loaded, batch) {
      const stop = new SharedArrayBuffer(4)
      const reply = await ask({ kind: 'gradients', plan, parameters, dataset: find(loaded), batch, stop })
      if (reply.kind !== 'checked') throw failure(reply)
      return reply.check
    },

    close: () => lanes.close(),
  }
}

/** One run on one worker, and those that help it: the first order goes out with the job, each later one answers a report. */
async function trainOn(lane: Lane, helping: Helping, run: TrainingRun, dataset: EngineDataset): Promise<TrainingState> {
  const { plan, masks, start, firstEpoch, epochs, batch, optimiser, signal } = run
  if (firstEpoch > epochs) return start
  if (signal.aborted) throw new LabError('interrupted', 'training was stopped')
  const stop = new SharedArrayBuffer(4)
  const end = (): void => {
    Atomics.store(new Int32Array(stop), 0, 1)
    lane.send({ kind: 'end' } satisfies Request)
  }
  signal.addEventListener('abort', end, { once: true })
  let crew: Crew | null = null
  try {
    const order = run.order(firstEpoch)
    lane.send({ kind: 'train', plan, dataset, masks, start, firstEpoch, epochs, batch, optimiser, order, stop })
    let last = start
    for (;;) {
      const reply = await lane.receive()
      if (reply.kind === 'trained') return last
      if (reply.kind === 'crew') {
        ;({ crew } = reply)
        helping.add(crew)
        continue
      }
      if (reply.kind !== 'epoch') throw failure(reply)
      last = reply.report.state
      try {
        await withAbort(run.onEpoch(reply.report), signal)
        const next = reply.report.epoch < epochs ? run.order(reply.report.epoch + 1) : new Uint32Array()
        lane.send({ kind: 'continue', order: next })
      } catch (thrown) {
        end()
        await lane.receive()
        throw thrown
      }
    }
  } finally {
    signal.removeEventListener('abort', end)
    if (crew) helping.remove(crew)
  }
}

/** The promise, or LabError `interrupted` as soon as the signal aborts. */
function withAbort(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new LabError('interrupted', 'training was stopped'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
