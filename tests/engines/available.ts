import { openEngine, probeEngines } from '../../src/main/lab/engines/open.ts'
import type { ArchitectureName } from '../../src/shared/architecture.ts'
import type { Engine } from '../../src/main/lab/engines/engine.ts'
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

export const openNamed = async (id: EngineId, workers: number): Promise<Engine> =>
  (await openEngine(id, { workers })).engine
