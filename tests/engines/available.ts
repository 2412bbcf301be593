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
 * What each engine is stopped in the middle of: one step of it takes most of a second. Plain JavaScript takes several for a
 * single operation on Conv-2 at batch 60, and nothing can stop it there.
 */
export const stoppedWork: Record<EngineId, { network: ArchitectureName; batch: number }> = {
  wasm: { network: 'conv-2', batch: 60 },
  webgpu: { network: 'conv-2', batch: 60 },
  tensorflow: { network: 'mini-conv-2', batch: 60 },
}

export const openNamed = async (id: EngineId, workers: number): Promise<Engine> =>
  (await openEngine(id, { workers })).engine
