import type { Optimiser } from '../../../../shared/spec.ts'
import type { LayerPlan } from '../../science/networks.ts'
import type { Parameters, TrainingState } from '../engine.ts'
import { readBack, type Memory } from './memory.ts'
import { maskStride, packMaskLine, packParameters, parameterStride, unpackParameters } from './parameters.ts'

/** A layer's parameters of all trials, (slot, parameter); kernels/optimiser.wgsl says how they are used. */
export interface LayerMemory {
  layer: LayerPlan
  weights: GPUBuffer
  gradient: GPUBuffer
  /** Adam: first and second moments; SGD: the velocity. */
  moments: GPUBuffer[]
  mask: GPUBuffer
}

/** How many arrays of moments an optimiser keeps. */
const momentsOf = (optimiser: Optimiser | null): number => (!optimiser ? 0 : optimiser.kind === 'adam' ? 2 : 1)

/** The parameters of several trials. @param optimiser null where nothing is to be trained */
export function openTrialMemory(
  device: GPUDevice,
  memory: Memory,
  layers: LayerPlan[],
  slots: number,
  optimiser: Optimiser | null,
) {
  const perLayer = layers.map((layer): LayerMemory => {
    const bytes = slots * parameterStride(layer) * 4
    return {
      layer,
      weights: memory.reserve(bytes),
      gradient: memory.reserve(bytes),
      moments: Array.from({ length: momentsOf(optimiser) }, () => memory.reserve(bytes)),
      mask: memory.reserve(slots * maskStride(layer) * 4),
    }
  })

  /** Per layer, one array of parameters of a trial. */
  function write(slot: number, buffers: GPUBuffer[], { weights, biases }: Parameters): void {
    layers.forEach((layer, index) => {
      const [buffer, own, bias] = [buffers[index], weights[index], biases[index]]
      if (!buffer || !own || !bias) throw new Error(`layer ${layer.name} has no parameters`)
      device.queue.writeBuffer(buffer, slot * parameterStride(layer) * 4, packParameters(layer, own, bias))
    })
  }

  function clear(slot: number, buffers: GPUBuffer[]): void {
    const encoder = device.createCommandEncoder()
    layers.forEach((layer, index) => {
      const [buffer, bytes] = [buffers[index], parameterStride(layer) * 4]
      if (buffer) encoder.clearBuffer(buffer, slot * bytes, bytes)
    })
    device.queue.submit([encoder.finish()])
  }

  /** Per array of buffers one set of parameters, all in one go. */
  async function read(slot: number, arrays: GPUBuffer[][]): Promise<Parameters[]> {
    const extents = arrays.flatMap((buffers) =>
      layers.flatMap((layer, index) => {
        const [buffer, bytes] = [buffers[index], parameterStride(layer) * 4]
        return buffer ? [{ buffer, offset: slot * bytes, bytes }] : []
      }),
    )
    const lines = await readBack(device, extents)
    return arrays.map((_, at) => {
      const unpacked = layers.map((layer, index) => {
        const line = lines[at * layers.length + index] ?? new ArrayBuffer(0)
        return unpackParameters(layer, new Float32Array(line))
      })
      return { weights: unpacked.map(({ weights }) => weights), biases: unpacked.map(({ biases }) => biases) }
    })
  }

  const allWeights = perLayer.map(({ weights }) => weights)
  const momentBuffers = Array.from({ length: momentsOf(optimiser) }, (_, which) =>
    perLayer.flatMap(({ moments }) => moments[which] ?? []),
  )

  return {
    perLayer,
    upload(slot: number, state: TrainingState, masks: Uint8Array[]): void {
      write(slot, allWeights, state.parameters)
      const given = [state.moments?.first, state.moments?.second]
      momentBuffers.forEach((buffers, which) => {
        const moments = given[which]
        if (moments) write(slot, buffers, moments)
        else clear(slot, buffers)
      })
      perLayer.forEach(({ layer, mask }, index) => {
        const own = masks[index]
        if (own) device.queue.writeBuffer(mask, slot * maskStride(layer) * 4, packMaskLine(layer, own))
      })
    },
    /** @param steps that this trial has taken, which the device does not know */
    async download(slot: number, steps: number): Promise<TrainingState> {
      const [parameters, first, second] = await read(slot, [allWeights, ...momentBuffers])
      if (!parameters) throw new Error('a trial came back without its parameters')
      return { parameters, steps, ...(first && { moments: { first, ...(second && { second }) } }) }
    },
    uploadParameters: (slot: number, parameters: Parameters): void => write(slot, allWeights, parameters),
    async gradients(slot: number): Promise<Parameters> {
      const [gradients] = await read(slot, [perLayer.map(({ gradient }) => gradient)])
      if (!gradients) throw new Error('gradients did not come back')
      return gradients
    },
  }
}
