import type { Optimiser } from '../../../../shared/spec.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import type { Parameters, TrainingState } from '../engine.ts'
import { makeBackward } from './backward.ts'
import { makeForward, makeGather } from './forward.ts'
import type { Gpu } from './gpu.ts'
import type { DeviceDataset, DeviceImages } from './images.ts'
import { layOutStages } from './levels.ts'
import { openMemory, readBack } from './memory.ts'
import { biasCorrections, makeOptimiser } from './optimiser-passes.ts'
import { costOfValue, type Pass } from './pass.ts'
import { openTrialMemory } from './trial-memory.ts'
import { makePass, type Workshop } from './workshop.ts'

export interface GroupOptions {
  plan: NetworkPlan
  dataset: DeviceDataset
  /** Trials at the same time. */
  slots: number
  batch: number
  /** Null where nothing is to be trained. */
  optimiser: Optimiser | null
}

/** Sums over images. */
export interface Tally {
  images: number
  loss: number
  hits: number
}

/** The most images of an order that lie on the device at a time. */
const longestStretch = 2 ** 18

/** Several networks of one shape on the device, each in a slot of its own, that compute in lockstep. */
export interface Group {
  readonly slots: number
  /** Of the group's buffers. */
  readonly bytes: number
  /** The passes of a training step, in their order. */
  readonly training: readonly Pass[]
  upload(slot: number, state: TrainingState, masks: Uint8Array[]): void
  download(slot: number, steps: number): Promise<TrainingState>
  /**
   * Trains slots 0, 1, … for one epoch.
   * @param orders of the slots, all of one length
   * @param steps that each slot has taken before
   */
  train(orders: Uint32Array[], steps: number[], check: () => void): Promise<Tally[]>
  /** Loss and accuracy of slots 0, 1, … on the test images. */
  evaluate(used: number, check: () => void): Promise<Tally[]>
  /** Forward and backward of one batch in slot 0, without a step. */
  gradients(
    parameters: Parameters,
    batch: Uint32Array,
  ): Promise<{ logits: Float32Array; tally: Tally; gradients: Parameters }>
  uploadParameters(slot: number, parameters: Parameters): void
  close(): void
}

/** @throws LabError `engine.failed` when a buffer would be too large */
export function openGroup(gpu: Gpu, options: GroupOptions): Group {
  const { plan, dataset, slots, batch, optimiser } = options
  const { device, kernels, conveyor } = gpu
  const memory = openMemory(gpu)
  try {
    return fill()
  } catch (thrown) {
    memory.free()
    throw thrown
  }

  function fill(): Group {
    const workshop: Workshop = { device, kernels, memory, slots, batch }
    const trials = openTrialMemory(device, memory, plan.layers, slots, optimiser)
    const weights = trials.perLayer.map((layer) => layer.weights)
    const { input, stages, logits } = layOutStages(workshop, plan)
    const most = Math.max(dataset.train.count, dataset.test.count, batch)
    const stretch = batch * Math.ceil(Math.min(most, longestStretch) / batch)
    const order = { buffer: memory.reserve(slots * stretch * 4), stride: stretch }
    const outcomes = memory.reserve(slots * stretch * 8)
    const stepStride = stretch / batch
    const corrections = memory.reserve(slots * stepStride * 8)

    const judge = (images: DeviceImages): Pass =>
      makePass(workshop, {
        name: 'loss',
        files: ['./kernels/loss.wgsl'],
        entry: 'judge',
        buffers: [
          { name: 'logits', access: 'read', element: 'f32', buffer: logits.values },
          { name: 'labels', access: 'read', element: 'u32', buffer: images.labels },
          { name: 'order', access: 'read', element: 'u32', buffer: order.buffer },
          { name: 'outcomes', access: 'write', element: 'vec2<f32>', buffer: outcomes },
          { name: 'delta', access: 'write', element: 'f32', buffer: logits.deltas ?? logits.values },
        ],
        constants: {
          classes: plan.classes,
          logitStride: logits.stride,
          orderStride: order.stride,
          outcomeStride: stretch,
        },
        grid: (count) => [Math.ceil(count / 64), 1],
        cost: 64 * costOfValue * plan.classes,
      })
    const look = (images: DeviceImages): Pass[] => makeGather(workshop, input, images, dataset.tones, order)
    const forward = makeForward(workshop, plan, stages, weights)
    const backward = makeBackward(
      workshop,
      plan,
      stages,
      weights,
      trials.perLayer.map(({ gradient }) => gradient),
    )
    const learn = optimiser ? makeOptimiser(workshop, trials.perLayer, optimiser, corrections, stepStride) : []
    const testing = [...look(dataset.test), ...forward, judge(dataset.test)]
    const checking = [...look(dataset.train), ...forward, judge(dataset.train), ...backward]
    const training = [...checking, ...learn]

    /** Sends all images of the orders through the passes, batch after batch. @param steps taken before, per slot */
    async function sweep(passes: Pass[], orders: Uint32Array[], steps: number[], check: () => void): Promise<Tally[]> {
      const length = orders[0]?.length ?? 0
      const tallies = orders.map((): Tally => ({ images: length, loss: 0, hits: 0 }))
      for (let from = 0; from < length; from += stretch) {
        const count = Math.min(stretch, length - from)
        orders.forEach((own, slot) =>
          device.queue.writeBuffer(order.buffer, slot * stretch * 4, own.slice(from, from + count)),
        )
        if (optimiser)
          writeCorrections(
            optimiser,
            count,
            steps.map((taken) => taken + from / batch),
          )
        for (let first = 0; first < count; first += batch) {
          const launch = { slots: orders.length, images: Math.min(batch, count - first), first, step: first / batch }
          await conveyor.run(passes, launch, check)
        }
        await conveyor.finish()
        check()
        await tally(tallies, count)
      }
      return tallies
    }

    function writeCorrections(own: Optimiser, count: number, steps: number[]): void {
      steps.forEach((taken, slot) => {
        const values = Array.from({ length: Math.ceil(count / batch) }, (_, step) =>
          biasCorrections(own, taken + step + 1),
        )
        device.queue.writeBuffer(corrections, slot * stepStride * 8, Float32Array.from(values.flat()))
      })
    }

    /** Adds the outcomes of the first `count` places of each slot's order. */
    async function tally(tallies: Tally[], count: number): Promise<void> {
      const extents = tallies.map((_, slot) => ({ buffer: outcomes, offset: slot * stretch * 8, bytes: count * 8 }))
      const parts = await readBack(device, extents)
      tallies.forEach((sum, slot) => {
        const pairs = new Float32Array(parts[slot] ?? new ArrayBuffer(0))
        for (let at = 0; at < pairs.length; at += 2) {
          sum.loss += pairs[at] ?? 0
          sum.hits += pairs[at + 1] ?? 0
        }
      })
    }

    return {
      slots,
      bytes: memory.bytes,
      training,
      upload: trials.upload,
      uploadParameters: trials.uploadParameters,
      download: trials.download,
      train: (orders, steps, check) => sweep(training, orders, steps, check),
      evaluate(used, check) {
        const everyImage = Uint32Array.from({ length: dataset.test.count }, (_, index) => index)
        return sweep(
          testing,
          Array.from({ length: used }, () => everyImage),
          [],
          check,
        )
      },
      async gradients(parameters, images) {
        trials.uploadParameters(0, parameters)
        const [sum] = await sweep(checking, [images], [0], () => {})
        const bytes = images.length * plan.classes * 4
        const [read] = await readBack(device, [{ buffer: logits.values, offset: 0, bytes }])
        if (!sum || !read) throw new Error('a batch came back without its logits')
        return { logits: new Float32Array(read), tally: sum, gradients: await trials.gradients(0) }
      },
      close: () => memory.free(),
    }
  }
}
