import { LabError } from '../../../../shared/errors.ts'
import type { EpochReport, Evaluation, GradientCheck, TrainingImages } from '../engine.ts'
import { createControl, helpCrew, leadCrew, type Crew } from './crew.ts'
import { instantiateKernels, memoryLimit } from './kernels.ts'
import { planLayout, scratchBytes } from './layout.ts'
import { createPartWorker } from './part-work.ts'
import type { EvaluateJob, GradientsJob, Job, TrainJob } from './messages.ts'
import { createNetwork, layoutStart, type WasmNetwork } from './network.ts'

/** Images that go through a network at once where no batch says how many: ten tiles of 6. */
const evaluationBatch = 60

/** Makes the networks that jobs ask for, and keeps the last one, since trials of one study all have the same. */
export class NetworkCache {
  readonly #module: WebAssembly.Module
  #key = ''
  #network: WasmNetwork | undefined

  constructor(module: WebAssembly.Module) {
    this.#module = module
  }

  open(job: Job, batch: number): WasmNetwork {
    const roomy = Math.max(batch, evaluationBatch)
    const capacity = planLayout(job.plan, roomy, 0).bytes < memoryLimit / 2 ? roomy : batch
    const key = JSON.stringify([capacity, job.plan])
    if (key !== this.#key || !this.#network) {
      this.#network = undefined
      this.#network = createNetwork(this.#module, job.plan, capacity)
      this.#key = key
    }
    this.#network.setScaling(job.dataset)
    return this.#network
  }
}

function stopCheck(job: Job): () => void {
  const stop = new Int32Array(job.stop)
  return () => {
    if (Atomics.load(stop, 0) !== 0) throw new LabError('interrupted', 'training was stopped')
  }
}

function evaluateImages(network: WasmNetwork, images: TrainingImages, pause: () => void): Evaluation {
  const order = Uint32Array.from({ length: images.count }, (_, index) => index)
  let loss = 0
  let correct = 0
  for (let from = 0; from < images.count; from += network.capacity) {
    const count = Math.min(network.capacity, images.count - from)
    network.forward(images, order, from, count, pause)
    loss += network.loss(count)
    correct += network.correct(count)
  }
  const count = Math.max(images.count, 1)
  return { loss: loss / count, accuracy: correct / count }
}

/** The epochs of one run, with the threads that come to help. Between two, `goOn` hands over the report and gives the next epoch's order, or null to end. */
export async function runTraining(
  cache: NetworkCache,
  job: TrainJob,
  goOn: (report: EpochReport) => Promise<Uint32Array | null>,
  callForHelp: (crew: Crew) => void,
): Promise<void> {
  stopCheck(job)() // setting a large network up takes some tenths of a second
  const { train } = job.dataset
  const network = cache.open(job, Math.min(job.batch, Math.max(train.count, 1)))
  network.setState(job.start, job.masks, job.optimiser, job.batch)
  const control = createControl()
  const lead = leadCrew(control)
  network.setCrew(lead)
  callForHelp({ plan: job.plan, capacity: network.capacity, memory: network.memory, control })
  try {
    await runEpochs(network, job, goOn)
  } finally {
    network.setCrew(null)
    lead.dismiss()
  }
}

async function runEpochs(
  network: WasmNetwork,
  job: TrainJob,
  goOn: (report: EpochReport) => Promise<Uint32Array | null>,
): Promise<void> {
  const { train, test } = job.dataset
  const pause = stopCheck(job)
  let { steps } = job.start
  let { order } = job
  for (let epoch = job.firstEpoch; epoch <= job.epochs; epoch++) {
    const start = performance.now()
    let loss = 0
    for (let from = 0; from < order.length; from += job.batch) {
      const count = Math.min(job.batch, order.length - from)
      network.forward(train, order, from, count, pause)
      loss += network.loss(count)
      network.backward(count, pause)
      steps++
      network.step(job.optimiser, steps)
      pause()
    }
    const seconds = Math.max(performance.now() - start, 1e-3) / 1000
    const { accuracy } = evaluateImages(network, test, pause)
    const next = await goOn({
      epoch,
      loss: loss / Math.max(order.length, 1),
      accuracy,
      imagesPerSecond: order.length / seconds,
      state: network.state(job.optimiser, steps),
    })
    if (epoch < job.epochs && !next) throw new LabError('interrupted', 'training was stopped')
    if (next) order = next
  }
}

export function runEvaluation(cache: NetworkCache, job: EvaluateJob): Evaluation {
  const network = cache.open(job, 1)
  network.setParameters(job.parameters)
  return evaluateImages(network, job.dataset.test, stopCheck(job))
}

export function runGradients(cache: NetworkCache, job: GradientsJob): GradientCheck {
  const count = job.batch.length
  const network = cache.open(job, count)
  const pause = stopCheck(job)
  network.setParameters(job.parameters)
  network.forward(job.dataset.train, job.batch, 0, count, pause)
  const loss = network.loss(count) / count
  network.backward(count, pause)
  return { logits: network.logits(count), loss, gradients: network.gradients() }
}

/** Takes part in another thread's run until it ends or this one is to leave. */
export function runHelp(
  module: WebAssembly.Module,
  { plan, capacity, memory, control }: Crew,
  leave: SharedArrayBuffer,
): void {
  helpCrew(control, leave, (seat) => {
    const layout = planLayout(plan, capacity, layoutStart)
    const kernels = instantiateKernels(module, memory)
    kernels.setScratch(layout.scratch + seat * scratchBytes)
    return createPartWorker(kernels, layout, new Uint8Array(memory.buffer))
  })
}
