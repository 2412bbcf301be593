import { openEngine, probeEngines } from '../../src/main/lab/engines/open.ts'
import type { Engine } from '../../src/main/lab/engines/engine.ts'
import { createWebgpuEngine } from '../../src/main/lab/engines/webgpu/engine.ts'
import { surveyGpus } from '../../src/main/lab/gpu/survey.ts'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import type { EngineId, EngineStatus } from '../../src/shared/results.ts'

/** Every engine, able to run here or not. */
export const engines: EngineStatus[] = (await probeEngines()).filter((e) => !process.env.ONLY || e.id === process.env.ONLY)
const [adapter] = (await surveyGpus()).adapters
for (const e of engines) if (e.id === 'webgpu' && adapter) Object.assign(e, { available: true, device: adapter.name, reason: null })

for (const { id, available, reason } of engines) {
  if (!available) process.stdout.write(`engine ${id}: skipped, ${reason}\n`)
}

export const openNamed = async (id: EngineId, workers: number): Promise<Engine> => {
  if (id === 'webgpu' && adapter) {
    const { device, close } = await openDevice(adapter)
    const engine = createWebgpuEngine(device, { name: adapter.name, lanes: workers, notice: console.log })
    return { ...engine, close: async () => { await engine.close(); close() } }
  }
  return (await openEngine(id, { workers })).engine
}
