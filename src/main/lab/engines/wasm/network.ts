import { LabError } from '../../../../shared/errors.ts'
import type { Optimiser } from '../../../../shared/spec.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import type { EngineDataset, Parameters, TrainingImages, TrainingState } from '../engine.ts'
import type { CrewLead } from './crew.ts'
import type { DenseWork } from './dense-passes.ts'
import { instantiateKernels, memoryLimit, type Kernels } from './kernels.ts'
import { planLayout, type NetworkLayout } from './layout.ts'
import { createMapWeights } from './map-weights.ts'
import { createParameterMemory } from './parameter-memory.ts'
import { createPartWorker, type Task } from './part-work.ts'
import { partitions } from './partitions.ts'

const page = 65536
/** Multiply-adds of a dense stage that take as long as some wake-ups. */
const worthSharing = 1_000_000
/** Where a network's memory begins: the first page is the kernels' own. */
export const layoutStart = page

/** One network with room for a batch, in a WebAssembly memory of its own. */
export interface WasmNetwork {
  readonly capacity: number
  /** Shared: other threads may help with the maps. */
  readonly memory: WebAssembly.Memory
  /** Who deals out the parts of a batch; null: all are done here. */
  setCrew(lead: CrewLead | null): void
  setScaling(dataset: EngineDataset): void
  /** @param masks per layer, 0 or 1 for each weight @param batch images of a usual step */
  setState(state: TrainingState, masks: Uint8Array[], optimiser: Optimiser, batch: number): void
  /** Parameters to look at, without masks. */
  setParameters(parameters: Parameters): void
  /** The state after `steps` steps, copied out. */
  state(optimiser: Optimiser, steps: number): TrainingState
  gradients(): Parameters
  /** (image, class) of the last forward pass. */
  logits(count: number): Float32Array
  /**
   * Forward pass of the images `order[from … from + count − 1]`.
   * @param pause called every few milliseconds of work; it may throw to stop
   */
  forward(images: TrainingImages, order: Uint32Array, from: number, count: number, pause: () => void): void
  /** Sum of the batch's losses; `backward` needs it first. */
  loss(count: number): number
  correct(count: number): number
  backward(count: number, pause: () => void): void
  /** @param steps which step this is, from 1 */
  step(optimiser: Optimiser, steps: number): void
}

/**
 * Lays a network out in memory of its own.
 * @param watch the kernels as they are to be called, for a profile
 * @throws LabError `engine.failed` when it does not fit
 */
export function createNetwork(
  module: WebAssembly.Module,
  plan: NetworkPlan,
  capacity: number,
  watch: (kernels: Kernels) => Kernels = (kernels) => kernels,
): WasmNetwork {
  const layout = planLayout(plan, capacity, layoutStart)
  const memory = reserveMemory(layout)
  const kernels = watch(instantiateKernels(module, memory))
  if (kernels.firstFreeByte() > page) throw new LabError('internal', 'the kernels need more than one page of their own')
  kernels.setScratch(layout.scratch)
  const bytes = new Uint8Array(memory.buffer)
  const floats = (at: number, count: number): Float32Array => new Float32Array(memory.buffer, at, count)
  for (const table of layout.tables) {
    const values = table.values()
    new Uint32Array(memory.buffer, table.at, values.length).set(values)
  }

  const weights = floats(layout.weights, layout.parameters)
  const gradients = floats(layout.gradients, layout.parameters)
  const first = floats(layout.first, layout.parameters)
  const second = floats(layout.second, layout.parameters)
  const pixelBytes = plan.input.height * plan.input.width * plan.input.channels
  const output = layout.activations.at(-1) ?? { at: 0, stride: 0 }
  const lastGradient = layout.stages.at(-1)?.gradient ?? 0

  const parameterMemory = createParameterMemory(plan, layout, memory.buffer)
  const { pack, unpack } = parameterMemory

  /** Image `index` of the dataset becomes image `image` of the batch. */
  const fetchImage = (images: TrainingImages, index: number, image: number): void => {
    if (index >= images.count) throw new LabError('internal', `image ${index} of ${images.count} asked for`)
    const from = index * pixelBytes
    bytes.set(images.images.subarray(from, from + pixelBytes), layout.pixels + image * pixelBytes)
    bytes[layout.labels + image] = images.labels[index] ?? 0
  }
  const mapWeights = createMapWeights(kernels, layout)
  const worker = createPartWorker(kernels, layout, bytes)
  let crew: CrewLead | null = null
  const runAlone = (task: Task, pause: () => void): void => {
    for (let part = 0; part < partitions; part++) worker.run(task, part, pause)
  }
  const runParts = (task: Task, pause: () => void): void => {
    if (crew) crew.run(task, worker, pause)
    else runAlone(task, pause)
  }
  /** A dense stage, shared out only where that takes longer than to agree on it. */
  const runDense = (work: DenseWork, index: number, count: number, pause: () => void): void => {
    const stage = plan.stages[index]
    if (stage?.kind !== 'dense') return
    const run = stage.inputs * stage.units * count > worthSharing ? runParts : runAlone
    run({ work, stage: index, count }, pause)
  }
  let weightsChanged = true

  return {
    capacity,
    memory,
    setCrew(lead) {
      crew = lead
    },
    setScaling(dataset) {
      floats(layout.scale, dataset.channels).set(dataset.scale)
      floats(layout.offset, dataset.channels).set(dataset.offset)
    },
    setParameters(parameters) {
      parameterMemory.setMasks(null, capacity)
      pack(parameters, weights)
      weightsChanged = true
    },
    setState(state, masks, optimiser, batch) {
      parameterMemory.setMasks(masks, batch)
      pack(state.parameters, weights)
      weightsChanged = true
      first.fill(0)
      second.fill(0)
      if (!state.moments) return
      pack(state.moments.first, first)
      if (optimiser.kind === 'adam' && state.moments.second) pack(state.moments.second, second)
    },
    state(optimiser, steps) {
      const moments =
        optimiser.kind === 'adam' ? { first: unpack(first), second: unpack(second) } : { first: unpack(first) }
      return { parameters: unpack(weights), moments, steps }
    },
    gradients: () => unpack(gradients),
    logits(count) {
      const values = new Float32Array(count * plan.classes)
      for (let image = 0; image < count; image++) {
        values.set(floats(output.at + image * output.stride, plan.classes), image * plan.classes)
      }
      return values
    },
    forward(images, order, from, count, pause) {
      if (weightsChanged) mapWeights.transform()
      weightsChanged = false
      for (let image = 0; image < count; image++) fetchImage(images, order[from + image] ?? images.count, image)
      runParts({ work: 'maps forward', stage: 0, count }, pause)
      for (let index = layout.firstDense; index < plan.stages.length; index++) {
        runDense('dense forward', index, count, pause)
      }
    },
    loss: (count) =>
      kernels.softmaxCrossEntropy(output.at, output.stride, plan.classes, layout.labels, count, lastGradient),
    correct: (count) => kernels.countCorrect(output.at, output.stride, plan.classes, layout.labels, count),
    backward(count, pause) {
      for (let index = plan.stages.length - 1; index >= layout.firstDense; index--) {
        runDense('dense inputs', index, count, pause)
        runDense('dense weights', index, count, pause)
      }
      if (layout.firstConvolution >= layout.firstDense) return
      mapWeights.turn()
      runParts({ work: 'maps back', stage: 0, count }, pause)
      mapWeights.finish()
    },
    step(optimiser, steps) {
      weightsChanged = true
      for (const { start, count } of parameterMemory.ranges) {
        const at = start * 4
        const moved = [layout.weights + at, layout.gradients + at, layout.first + at] as const
        const kept = layout.masks + start
        if (optimiser.kind === 'sgd') {
          kernels.sgd(...moved, kept, count, optimiser.momentum, optimiser.learningRate)
        } else {
          const { beta1, beta2, epsilon, learningRate } = optimiser
          const stepSize = learningRate / (1 - beta1 ** steps)
          const root = Math.sqrt(1 - beta2 ** steps)
          kernels.adam(...moved, layout.second + at, kept, count, beta1, beta2, epsilon, stepSize, root)
        }
      }
    },
  }
}

function reserveMemory(layout: NetworkLayout): WebAssembly.Memory {
  const pages = Math.ceil(layout.bytes / page)
  const size = `${(layout.bytes / 2 ** 30).toFixed(1)} GiB`
  if (layout.bytes > memoryLimit)
    throw new LabError('engine.failed', `the network needs ${size} of at most 4 GiB; take a smaller batch or input`)
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  } catch (cause) {
    throw new LabError('engine.failed', `no ${size} of memory left for the network; take a smaller batch`, { cause })
  }
}
