import { availableParallelism } from 'node:os'
import { surveyGpus } from '../gpu/survey.ts'
import { judgeAdapters } from './judge-adapters.ts'
import type { EngineKind } from './offer.ts'
import { openTensorflowEngine, probeTensorflow } from './tensorflow/index.ts'
import { openWasmEngine, probeWasm } from './wasm/index.ts'
import { openWebgpuEngine } from './webgpu/index.ts'

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
    return judgeAdapters(await surveyGpus(), { platform: process.platform, softwareAllowed })
  },
  open: ({ name, backend }, options) => openWebgpuEngine({ name, backend: backend ?? '' }, options),
}

const tensorflow: EngineKind = {
  id: 'tensorflow',
  recovers: false,
  async probe() {
    const { device, reason, gpu } = await probeTensorflow()
    if (device === null) return { devices: [], problem: reason, remedy: null }
    const kind = gpu ? 'gpu' : 'cpu'
    const state = { available: true, reason: null, backend: 'TensorFlow', driver: null }
    return { devices: [{ name: device, kind, ...state }], problem: null, remedy: null }
  },
  open: () => openTensorflowEngine(),
}

/** Every engine, in the order in which they are shown. */
export const engineKinds: readonly EngineKind[] = [wasm, webgpu, tensorflow]
