import { createLaunchLayout } from '../../../src/main/lab/engines/webgpu/kernels.ts'
import type { Pass } from '../../../src/main/lab/engines/webgpu/pass.ts'
import type { NetworkPlan } from '../../../src/main/lab/science/networks.ts'
import type { Roofline } from './roofline.ts'
import { costOfPass, costOfStep } from './step-cost.ts'
import type { Stopwatch } from './timing.ts'

/** One pass of a training step of all trials. Null where the plan does not tell what it has to do. */
export interface KernelTime {
  kernel: string
  milliseconds: number
  flops: number | null
  bytes: number | null
  teraflopsPerSecond: number | null
  gigabytesPerSecond: number | null
  /** Which of its two lower limits is the nearer one: its operations at the peak, or its bytes at the bandwidth. */
  bound: 'compute' | 'memory' | null
  /** That limit's share of the time: 1 where nothing is left to gain. */
  shareOfBound: number | null
}

/** GPUBufferUsage: uniform, copy to. */
const uniform = 0x40 | 0x8

/** Times each pass by itself, again and again. @param roofline null where it could not be measured */
export async function timeKernels(
  device: GPUDevice,
  stopwatch: Stopwatch,
  passes: readonly Pass[],
  plan: NetworkPlan,
  { trials, batch, seconds, roofline }: { trials: number; batch: number; seconds: number; roofline: Roofline | null },
): Promise<KernelTime[]> {
  const record = device.createBuffer({ size: 256, usage: uniform })
  device.queue.writeBuffer(record, 0, Uint32Array.of(0, 0, 0, batch, 0, 0, 0, 0))
  const launch = device.createBindGroup({
    layout: createLaunchLayout(device),
    entries: [{ binding: 0, resource: { buffer: record, size: 32 } }],
  })
  const costs = costOfStep(plan, batch)
  const splits = new Map(passes.map(({ name, layers }) => [name, layers]))
  const rows: KernelTime[] = []
  for (const { name, kernel, buffers, grid, layers } of passes) {
    const [width, height] = grid(batch)
    const taken = await stopwatch.measure((encoder) => {
      encoder.setPipeline(kernel.pipeline)
      encoder.setBindGroup(0, buffers)
      encoder.setBindGroup(1, launch, [0])
      encoder.dispatchWorkgroups(width, height, trials * layers)
    }, seconds)
    const cost = costOfPass(costs, name, splits.get(name.replace(/, sum$/, '')) ?? 1)
    rows.push(describe(name, taken, cost && { flops: cost.flops * trials, bytes: cost.bytes * trials }, roofline))
  }
  record.destroy()
  return rows
}

function describe(
  kernel: string,
  seconds: number,
  cost: { flops: number; bytes: number } | null,
  roofline: Roofline | null,
): KernelTime {
  const arithmetic = cost && roofline ? cost.flops / roofline.flops : null
  const traffic = cost && roofline ? cost.bytes / roofline.bandwidth : null
  const limit = arithmetic === null || traffic === null ? null : Math.max(arithmetic, traffic)
  return {
    kernel,
    milliseconds: seconds * 1000,
    flops: cost?.flops ?? null,
    bytes: cost?.bytes ?? null,
    teraflopsPerSecond: cost ? cost.flops / seconds / 1e12 : null,
    gigabytesPerSecond: cost ? cost.bytes / seconds / 1e9 : null,
    bound: limit === null ? null : limit === arithmetic ? 'compute' : 'memory',
    shareOfBound: limit === null ? null : limit / seconds,
  }
}
