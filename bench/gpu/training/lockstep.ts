import type { BenchmarkRun } from '../../../src/main/lab/engines/benchmark-run.ts'
import type { Gpu } from '../../../src/main/lab/engines/webgpu/gpu.ts'
import { openGroup, type Group } from '../../../src/main/lab/engines/webgpu/group.ts'
import { uploadDataset } from '../../../src/main/lab/engines/webgpu/images.ts'
import { openMemory } from '../../../src/main/lab/engines/webgpu/memory.ts'
import type { Optimiser } from '../../../src/shared/spec.ts'

const optimiser: Optimiser = { kind: 'adam', learningRate: 2e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

/** Trials of one network in lockstep on a device. */
export interface Lockstep {
  group: Group
  /** Bytes of the group's buffers, without the dataset. */
  bytes: number
  /** Images a second over all trials. The first call warms up. */
  measure(seconds: number): Promise<number>
  close(): void
}

/** @throws when the device has not the memory */
export async function openLockstep(
  gpu: Gpu,
  run: BenchmarkRun,
  { trials, batch }: { trials: number; batch: number },
): Promise<Lockstep> {
  const { device } = gpu
  const { plan, dataset, parameters, masks } = run
  let failure: Error | null = null
  const refuse = ({ error }: GPUUncapturedErrorEvent): void => void (failure ??= new Error(error.message))
  device.addEventListener('uncapturederror', refuse)
  const check = (): void => {
    if (failure) throw failure
  }
  const memory = openMemory(gpu)
  device.pushErrorScope('out-of-memory')
  const group = openGroup(gpu, { plan, dataset: uploadDataset(gpu, memory, dataset), slots: trials, batch, optimiser })
  const shortage = await device.popErrorScope()
  const close = (): void => {
    group.close()
    memory.free()
    device.removeEventListener('uncapturederror', refuse)
  }
  if (shortage) {
    close()
    throw new Error(`the device's memory does not hold ${trials} trials`)
  }
  for (let slot = 0; slot < trials; slot++) group.upload(slot, { parameters, steps: 0 }, masks)
  const mostSteps = Math.floor(dataset.train.count / batch)
  let taken = 0

  /** Seconds that so many steps take, results read back. */
  async function train(steps: number): Promise<number> {
    const orders = Array.from({ length: trials }, (_, slot) =>
      Uint32Array.from({ length: steps * batch }, (__, place) => (place * 7919 + slot * 131) % dataset.train.count),
    )
    const started = performance.now()
    await group.train(
      orders,
      Array.from({ length: trials }, () => taken),
      check,
    )
    taken += steps
    return (performance.now() - started) / 1000
  }

  return {
    group,
    bytes: group.bytes,
    async measure(seconds) {
      let [steps, spent, next] = [0, 0, 1]
      while (spent < seconds) {
        const last = await train(next)
        // what came before the device's speed was known only warms up
        if (next > 1 || last > seconds) [steps, spent] = [steps + next, spent + last]
        const wish = ((seconds - spent) * next) / last
        next = Math.max(2, Math.min(mostSteps, Math.ceil(Math.min(wish, next * 8))))
      }
      return (steps * batch * trials) / spent
    },
    close,
  }
}
