import { readShaders } from '../../../src/main/lab/gpu/shaders.ts'
import type { Stopwatch } from './timing.ts'

/** What the device can do at most, as measured. */
export interface Roofline {
  /** Operations a second of multiply-adds in float32, two each. */
  flops: number
  /** Bytes a second, read and written, of a copy that no cache holds. */
  bandwidth: number
}

/** GPUBufferUsage: storage, copy to. */
const storage = 0x80 | 0x8
const threads = 256
/** Sums of a thread · turns of the inner loop; see multiply-add.wgsl. */
const multiplyAdds = 16 * 16

export async function measureRoofline(
  device: GPUDevice,
  stopwatch: Stopwatch,
  { software, seconds }: { software: boolean; seconds: number },
): Promise<Roofline> {
  const { maxStorageBufferBindingSize } = device.limits
  // several times the caches; a large device gets workgroups enough for all its units
  const bytes = Math.min(software ? 2 ** 26 : 2 ** 30, Math.floor(maxStorageBufferBindingSize / 16) * 16)
  const [workgroups, turns] = software ? [64, 16] : [65_520, 32]
  const source = device.createBuffer({ size: bytes, usage: storage })
  const target = device.createBuffer({ size: bytes, usage: storage })
  const terms = device.createBuffer({ size: 16, usage: storage })
  device.queue.writeBuffer(terms, 0, Float32Array.of(0.999, 0.001, 0, 0))
  try {
    const arithmetic = makeWork(device, './multiply-add.wgsl', { turns }, [terms, target], [workgroups, 1])
    const copyGroups = Math.ceil(bytes / 16 / threads)
    const width = Math.min(copyGroups, 65_535)
    const copying = makeWork(device, './copy.wgsl', {}, [source, target], [width, Math.ceil(copyGroups / width)])
    const multiplied = await stopwatch.measure(arithmetic, seconds)
    const copied = await stopwatch.measure(copying, seconds)
    return { flops: (2 * workgroups * threads * turns * multiplyAdds) / multiplied, bandwidth: (2 * bytes) / copied }
  } finally {
    for (const buffer of [source, target, terms]) buffer.destroy()
  }
}

function makeWork(
  device: GPUDevice,
  file: './multiply-add.wgsl' | './copy.wgsl',
  constants: Record<string, number>,
  buffers: GPUBuffer[],
  grid: [number, number],
): (pass: GPUComputePassEncoder) => void {
  const module = device.createShaderModule({ code: readShaders(import.meta.url, file) })
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module, constants } })
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  return (pass) => {
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(...grid)
  }
}
