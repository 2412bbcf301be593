import type { NetworkPlan } from '../../science/networks.ts'
import type { Workshop } from './workshop.ts'

/** Values between two stages: (slot, image, row, col, channel), or (slot, image, value) behind a dense layer. */
export interface Level {
  height: number
  width: number
  channels: number
  /** Values of one image. */
  length: number
  /** Values of a trial's batch, rounded up to whole fours. */
  stride: number
  values: GPUBuffer
  /** Gradient of the values' sums before their ReLU; made where a layer before needs it. */
  deltas: GPUBuffer | null
}

/** One step of the forward pass on the device; `layer` points into the plan's layers. */
export type DeviceStage =
  | { kind: 'conv'; layer: number; from: Level; to: Level; choice: GPUBuffer | null; choiceStride: number }
  | { kind: 'pool'; from: Level; to: Level }
  | { kind: 'flatten'; from: Level; to: Level }
  | { kind: 'dense'; layer: number; from: Level; to: Level; relu: boolean }

export interface DeviceStages {
  input: Level
  stages: DeviceStage[]
  logits: Level
}

/**
 * Lays out a network's values on the device. A convolution takes in the pooling behind it; a map is turned from
 * (row, col, channel) to the dense layers' order (channel, row, col) by a stage of its own.
 * @throws LabError `engine.failed` when a buffer would be too large
 */
export function layOutStages(workshop: Workshop, plan: NetworkPlan): DeviceStages {
  const { memory, slots, batch } = workshop
  let trained = false
  const reserve = (height: number, width: number, channels: number): Level => {
    const length = height * width * channels
    const stride = Math.ceil((batch * length) / 4) * 4
    const bytes = slots * stride * 4
    const values = memory.reserve(bytes)
    return { height, width, channels, length, stride, values, deltas: trained ? memory.reserve(bytes) : null }
  }
  const { height, width, channels } = plan.input
  const input = reserve(height, width, channels)
  const stages: DeviceStage[] = []
  let from = input
  let pooled = false
  plan.stages.forEach((stage, index) => {
    if (pooled) {
      pooled = false
      return
    }
    if (stage.kind === 'conv') {
      trained = true
      pooled = plan.stages[index + 1]?.kind === 'pool'
      const shrink = pooled ? 2 : 1
      const to = reserve(Math.floor(stage.height / shrink), Math.floor(stage.width / shrink), stage.filters)
      const choiceStride = batch * to.height * to.width * Math.ceil(stage.filters / 4)
      const choice = pooled ? memory.reserve(slots * choiceStride * 4) : null
      stages.push({ kind: 'conv', layer: stage.layer, from, to, choice, choiceStride })
      from = to
    } else if (stage.kind === 'pool') {
      const to = reserve(Math.floor(stage.height / 2), Math.floor(stage.width / 2), stage.channels)
      stages.push({ kind: 'pool', from, to })
      from = to
    } else {
      if (from.height * from.width > 1 && from.channels > 1) {
        const to = reserve(1, 1, from.length)
        stages.push({ kind: 'flatten', from, to })
        from = to
      }
      trained = true
      const to = reserve(1, 1, stage.units)
      stages.push({ kind: 'dense', layer: stage.layer, from, to, relu: stage.relu })
      from = to
    }
  })
  return { input, stages, logits: from }
}
