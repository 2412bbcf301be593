import { openEngine, probeEngines } from '../../src/main/lab/engines/open.ts'
import type { Engine } from '../../src/main/lab/engines/engine.ts'
import type { EngineId, EngineStatus } from '../../src/shared/results.ts'

/** Every engine, able to run here or not. */
export const engines: EngineStatus[] = await probeEngines()

for (const { id, available, reason } of engines) {
  if (!available) process.stdout.write(`engine ${id}: skipped, ${reason}\n`)
}

export const openNamed = async (id: EngineId, workers: number): Promise<Engine> =>
  (await openEngine(id, { workers })).engine
