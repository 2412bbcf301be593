import type { Binding, Kernels, ShaderFile } from './kernels.ts'
import type { Memory } from './memory.ts'
import type { Pass } from './pass.ts'

/** A buffer and how a kernel sees it. */
export interface Bound extends Binding {
  buffer: GPUBuffer
}

/** What passes are made with. */
export interface Workshop {
  device: GPUDevice
  kernels: Kernels
  memory: Memory
  /** Trials that the buffers have room for. */
  slots: number
  /** Images of a full batch. */
  batch: number
}

/** A pass that is yet to be compiled. */
export interface PassPlan extends Pick<Pass, 'name' | 'grid' | 'cost'> {
  files: ShaderFile[]
  entry: string
  buffers: Bound[]
  constants: Record<string, number>
  layers?: number
}

export function makePass({ device, kernels }: Workshop, plan: PassPlan): Pass {
  const { name, files, entry, buffers, constants, grid, layers = 1, cost } = plan
  const bindings = buffers.map(({ name: variable, access, element, fours }): Binding => ({
    name: variable,
    access,
    element,
    ...(fours && { fours }),
  }))
  const kernel = kernels.compile({ files, entry, bindings, constants })
  const group = device.createBindGroup({
    layout: kernel.layout,
    entries: buffers.map(({ buffer }, binding) => ({ binding, resource: { buffer } })),
  })
  return { name, kernel, buffers: group, grid, layers, cost }
}
