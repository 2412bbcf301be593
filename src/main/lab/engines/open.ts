import { LabError } from '../../../shared/errors.ts'
import type { EngineId, EngineStatus } from '../../../shared/results.ts'
import type { Engine } from './engine.ts'
import { openTensorflowEngine, probeTensorflow } from './tensorflow/index.ts'
import { openWasmEngine, probeWasm } from './wasm/index.ts'

const notYet = 'not part of this version'

/** Which engines this machine can run, and why not the others. */
export async function probeEngines(): Promise<EngineStatus[]> {
  const wasm = probeWasm()
  const { device, reason } = await probeTensorflow()
  return [
    { id: 'wasm', available: wasm.reason === null, ...wasm },
    { id: 'webgpu', available: false, device: null, reason: notYet },
    { id: 'tensorflow', available: reason === null, device, reason },
  ]
}

/**
 * Opens the engine asked for, or with `auto` the best one that this machine can run.
 * @returns the engine, and why it was taken
 * @throws LabError `engine.unavailable`
 */
export async function openEngine(
  choice: 'auto' | EngineId,
  options: { workers: number },
): Promise<{ engine: Engine; reason: string }> {
  switch (choice) {
    case 'auto':
      return { engine: await openWasmEngine(options), reason: 'the only engine of this version' }
    case 'wasm':
      return { engine: await openWasmEngine(options), reason: 'asked for' }
    case 'tensorflow':
      return { engine: await openTensorflowEngine(), reason: 'asked for' }
    case 'webgpu':
      throw new LabError('engine.unavailable', `the ${choice} engine is ${notYet}; choose auto or wasm`)
    default:
      return choice satisfies never
  }
}
