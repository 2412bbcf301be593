import { availableParallelism } from 'node:os'
import { surveyGpus } from '../gpu/survey.ts'
import { judgeAdapters } from './judge-adapters.ts'
import type { EngineKind, EngineOffer } from './offer.ts'
import { LabError } from '../../../shared/errors.ts'
import { openWasmEngine, probeWasm } from './wasm/index.ts'

const wasm: EngineKind = {
  id: 'wasm',
  recovers: false,
  async probe() {
    const { reason } = probeWasm()
    const state = { available: reason === null, reason, backend: 'WebAssembly relaxed SIMD', driver: null }
    return { devices: [{ name: 'CPU', kind: 'cpu', ...state }], problem: reason, remedy: null }
  },
  open: (_device, { workers }) => openWasmEngine({ workers: workers ?? availableParallelism() }),
}

const webgpu: EngineKind = {
  id: 'webgpu',
  recovers: true,
  async probe() {
    const softwareAllowed = process.env['TICKETSCOPE_SOFTWARE_GPU'] === '1'
    return withhold(judgeAdapters(await surveyGpus(), { platform: process.platform, softwareAllowed }))
  },
  open: async () => refuse('webgpu'),
}

const tensorflow: EngineKind = {
  id: 'tensorflow',
  recovers: false,
  probe: async () => withhold({ devices: [], problem: null, remedy: null }),
  open: async () => refuse('tensorflow'),
}

/** Every engine, in the order in which they are shown. */
export const engineKinds: readonly EngineKind[] = [wasm, webgpu, tensorflow]

const notYet = 'not part of this version'

/** What an engine offers that this version does not have: its devices can be looked at. */
function withhold({ devices, problem, remedy }: EngineOffer): EngineOffer {
  const withheld = devices.map((device) => ({ ...device, available: false, reason: device.reason ?? notYet }))
  return { devices: withheld, problem: problem ?? notYet, remedy }
}

function refuse(id: string): never {
  throw new LabError('engine.unavailable', `the ${id} engine is ${notYet}; choose auto or wasm`)
}
