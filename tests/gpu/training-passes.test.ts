import { afterAll, expect, test } from 'vitest'
import { openLockstep } from '../../bench/gpu/training/lockstep.ts'
import { timeKernels } from '../../bench/gpu/training/kernel-times.ts'
import { openStopwatch } from '../../bench/gpu/training/timing.ts'
import { createBenchmarkRun } from '../../src/main/lab/engines/benchmark-run.ts'
import { openGpu } from '../../src/main/lab/engines/webgpu/gpu.ts'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { planNetwork } from '../../src/main/lab/science/networks.ts'
import { architectures } from '../../src/shared/architecture.ts'
import { flopsPerImage } from '../../bench/gpu/training/step-cost.ts'
import { adapter } from './adapter.ts'

const opened = adapter ? await openDevice(adapter) : null
afterAll(() => opened?.close())
const batch = 4

test.skipIf(!opened)(
  'every pass of a training step has a cost, and together they do what the plan asks for',
  async () => {
    if (!opened) return
    const run = createBenchmarkRun(architectures['mini-conv-2'], batch, 0.3)
    const lockstep = await openLockstep(openGpu(opened.device), run, { trials: 2, batch })
    const stopwatch = openStopwatch(opened.device, opened.timed)
    const options = { trials: 2, batch, seconds: 0.001, roofline: { flops: 1e9, bandwidth: 1e9 } }
    const rows = await timeKernels(opened.device, stopwatch, lockstep.group.training, run.plan, options)
    stopwatch.close()
    lockstep.close()
    expect(rows.filter(({ bound }) => bound === null)).toEqual([])
    expect(rows.every(({ milliseconds }) => milliseconds > 0)).toBe(true)
    const products = rows.filter(({ kernel }) => /^(?!flatten).* (forward|gradient|backward)$/.test(kernel))
    const flops = products.reduce((sum, row) => sum + (row.flops ?? 0), 0)
    expect(flops).toBe(2 * batch * flopsPerImage(run.plan))
  },
)

test.skipIf(!opened)('a group takes the bytes of its buffers, more for more trials', async () => {
  if (!opened) return
  const plan = planNetwork(architectures['mini-conv-2'])
  const run = createBenchmarkRun(architectures['mini-conv-2'], batch, 0.3)
  const gpu = openGpu(opened.device)
  const sizes: number[] = []
  for (const trials of [1, 3]) {
    const lockstep = await openLockstep(gpu, run, { trials, batch })
    sizes.push(lockstep.bytes)
    lockstep.close()
  }
  const [one = 0, three = 0] = sizes
  const parameters = plan.layers.reduce((sum, { weights, units }) => sum + weights + units, 0)
  expect(one).toBeGreaterThan(4 * parameters * 4) // weights, gradient, two moments
  expect(three / one).toBeCloseTo(3, 1)
})
