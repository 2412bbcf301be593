import { openEngine, probeEngines } from '../../src/main/lab/engines/open.ts'
import type { ArchitectureName } from '../../src/shared/architecture.ts'
import type { Engine } from '../../src/main/lab/engines/engine.ts'
import { createWebgpuEngine } from '../../src/main/lab/engines/webgpu/engine.ts'
import { openGpu, type Gpu } from '../../src/main/lab/engines/webgpu/gpu.ts'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import type { EngineId, EngineStatus } from '../../src/shared/results.ts'

/** Every engine, able to run here or not. */
export const engines: EngineStatus[] = await probeEngines()

for (const { id, available, reason } of engines) {
  if (!available) process.stdout.write(`engine ${id}: skipped, ${reason}\n`)
}

/**
 * What is asked of each engine where a test may choose. TensorFlow.js in plain JavaScript (scripts/setup/plain-tensorflow.mjs)
 * takes several seconds for one operation on Conv-2 at batch 60, and nothing can stop it in there.
 */
export const workloads: Record<EngineId, { toStop: { network: ArchitectureName; batch: number }; epochs: number }> = {
  wasm: { toStop: { network: 'conv-2', batch: 60 }, epochs: 8 },
  webgpu: { toStop: { network: 'conv-2', batch: 60 }, epochs: 8 },
  tensorflow: { toStop: { network: 'mini-conv-2', batch: 60 }, epochs: 2 },
}

/** One device for all the webgpu engines of a test file: each kernel is then compiled once. */
let gpu: Promise<Gpu> | null = null

async function openSharedGpu(adapter: { backend: string; name: string }): Promise<Gpu> {
  return openGpu((await openDevice(adapter)).device)
}

/** The webgpu engine lies in this thread, on a device that it shares; tests/gpu/hosted.test.ts opens it as the lab does. */
export async function openNamed(id: EngineId, workers: number): Promise<Engine> {
  if (id !== 'webgpu') return (await openEngine(id, { workers })).engine
  const device = engines.find((engine) => engine.id === id)?.devices.find(({ available }) => available)
  if (!device) throw new Error('there is no graphics device')
  gpu ??= openSharedGpu({ backend: device.backend ?? '', name: device.name })
  return createWebgpuEngine(await gpu, { name: device.name, lanes: workers, notice: () => {} })
}
