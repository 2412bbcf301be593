import { describe, expect, it } from 'vitest'
import { chooseEngine, type EngineRequest, type Offers } from '../../../src/main/lab/engines/choose.ts'
import { judgeAdapters } from '../../../src/main/lab/engines/judge-adapters.ts'
import type { EngineOffer } from '../../../src/main/lab/engines/offer.ts'
import type { GpuSurvey } from '../../../src/main/lab/gpu/adapter.ts'
import type { EngineDevice } from '../../../src/shared/results.ts'
import { adapter, softwareAdapter, surveyOf } from './adapters.ts'

const device = (name: string, kind: EngineDevice['kind']): EngineDevice => ({
  ...{ name, kind, available: true },
  ...{ reason: null, backend: null, driver: null },
})
const offer = (...devices: EngineDevice[]): EngineOffer => ({ devices, problem: null, remedy: null })
const missing: EngineOffer = { devices: [], problem: 'its packages are missing', remedy: 'install them with npm' }

function offers(survey: GpuSurvey, others: Partial<Offers> = {}): Offers {
  const webgpu = judgeAdapters(survey, { platform: 'linux', softwareAllowed: others.webgpu !== undefined })
  return { wasm: offer(device('CPU', 'cpu')), tensorflow: missing, ...others, webgpu }
}
const permitted = { webgpu: missing } // replaced by the survey's, with software

function choose(from: Offers, request: EngineRequest) {
  const { id, devices, reason, notice } = chooseEngine(from, request)
  return { id, devices: devices.map(({ name }) => name), reason, notice }
}
function refusal(from: Offers, request: EngineRequest): string {
  try {
    chooseEngine(from, request)
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'engine.unavailable' })
    return thrown instanceof Error ? thrown.message : ''
  }
  throw new Error('nothing was refused')
}

const none = surveyOf()
const two = surveyOf(adapter('NVIDIA RTX 4090'), adapter('Intel Arc A770'), softwareAdapter)
const cuda = { tensorflow: offer(device('NVIDIA RTX 4090 (CUDA)', 'gpu')) }

describe('auto', () => {
  it('takes the first real GPU', () => {
    const reason = 'the best graphics device that was found'
    expect(choose(offers(two), { engine: 'auto' })).toMatchObject({
      id: 'webgpu',
      devices: ['NVIDIA RTX 4090'],
      reason,
    })
    expect(choose(offers(two, cuda), { engine: 'auto' })).toMatchObject({ id: 'webgpu' })
  })
  it('takes TensorFlow’s where WebGPU has none', () => {
    expect(choose(offers(none, cuda), { engine: 'auto' })).toMatchObject({
      id: 'tensorflow',
      reason: expect.stringMatching(/^TensorFlow has a graphics device, and WebGPU none: no Vulkan driver/),
    })
  })
  it('takes wasm where there is none, says why, and takes no software adapter even where one is permitted', () => {
    expect(choose(offers(none), { engine: 'auto' })).toMatchObject({
      ...{ id: 'wasm', devices: ['CPU'], notice: null },
      reason: expect.stringMatching(/^no graphics device can be used: no Vulkan driver .*Found no drivers!/),
    })
    expect(choose(offers(surveyOf(softwareAdapter)), { engine: 'auto' })).toMatchObject({
      id: 'wasm',
      reason: expect.stringMatching(/SwiftShader is software/),
    })
    expect(choose(offers(surveyOf(softwareAdapter), permitted), { engine: 'auto' }).id).toBe('wasm')
    const onCpu = { tensorflow: offer(device('CPU (tfjs-node)', 'cpu')) }
    expect(choose(offers(none, onCpu), { engine: 'auto' }).id).toBe('wasm')
  })
  it('takes all GPUs of the best engine, and never software beside them', () => {
    const all = { engine: 'auto', device: 'all' } as const
    expect(choose(offers(two, permitted), all)).toMatchObject({ devices: ['NVIDIA RTX 4090', 'Intel Arc A770'] })
    expect(choose(offers(none), all)).toMatchObject({ id: 'wasm', devices: ['CPU'] })
  })
  it('says what is wrong with each where nothing can run', () => {
    const wasm: EngineOffer = { devices: [], problem: 'no relaxed SIMD', remedy: null }
    expect(refusal(offers(none, { wasm }), { engine: 'auto' })).toMatch(
      /no engine can run here \(webgpu: no Vulkan.*wasm: no relaxed SIMD; tensorflow: its packages are missing\)/,
    )
  })
})

describe('a named engine', () => {
  it('takes its best device', () => {
    expect(choose(offers(two, cuda), { engine: 'tensorflow' })).toMatchObject({ devices: ['NVIDIA RTX 4090 (CUDA)'] })
    expect(choose(offers(surveyOf(softwareAdapter), permitted), { engine: 'webgpu' })).toMatchObject({
      ...{ id: 'webgpu', devices: ['SwiftShader'], reason: 'asked for' },
    })
  })
  it('is refused with problem and remedy', () => {
    expect(refusal(offers(none), { engine: 'tensorflow' })).toBe(
      'the tensorflow engine cannot run here: its packages are missing; install them with npm; or choose auto or wasm',
    )
    expect(refusal(offers(surveyOf(softwareAdapter)), { engine: 'webgpu' })).toMatch(
      /SwiftShader is software.*install the driver.*TICKETSCOPE_SOFTWARE_GPU=1/,
    )
  })
})

describe('a named device', () => {
  it.each([
    ['arc', 'webgpu', 'Intel Arc A770'],
    [' nvidia rtx 4090 ', 'webgpu', 'NVIDIA RTX 4090'],
    ['cuda', 'tensorflow', 'NVIDIA RTX 4090 (CUDA)'],
    ['cpu', 'wasm', 'CPU'],
    ['4090', 'webgpu', 'NVIDIA RTX 4090'],
  ])('%j is looked for in every engine, the best first', (name, id, found) => {
    const from = offers(two, { ...cuda, wasm: offer(device('CPU', 'cpu')) })
    expect(choose(from, { engine: 'auto', device: name })).toMatchObject({ id, devices: [found], reason: 'asked for' })
  })
  it('is looked for in the named engine alone', () => {
    expect(choose(offers(two, cuda), { engine: 'tensorflow', device: '4090' })).toMatchObject({ id: 'tensorflow' })
    expect(refusal(offers(two), { engine: 'wasm', device: 'arc' })).toBe(
      'no device "arc"; there are NVIDIA RTX 4090 (webgpu), Intel Arc A770 (webgpu), CPU (wasm)',
    )
  })
  it('that fits several, or is refused, is an error that says so', () => {
    const cards = offers(surveyOf(adapter('Radeon RX 7900 XT'), adapter('Radeon RX 6600')))
    expect(refusal(cards, { engine: 'auto', device: 'radeon' })).toBe(
      'several devices fit "radeon": Radeon RX 7900 XT, Radeon RX 6600; give more of the name',
    )
    expect(refusal(offers(two), { engine: 'auto', device: 'swift' })).toMatch(
      /^the device SwiftShader cannot be used: SwiftShader is software/,
    )
  })
  it('whose whole name is part of another’s is meant', () => {
    const cards = offers(surveyOf(adapter('Radeon RX 7900'), adapter('Radeon RX 7900 XT')))
    expect(choose(cards, { engine: 'auto', device: 'radeon rx 7900' })).toMatchObject({ devices: ['Radeon RX 7900'] })
  })
})

describe('what was remembered and is gone', () => {
  it('is refused, or replaced by the best there is with a notice', () => {
    const gone = { engine: 'auto', device: 'RTX 3080' } as const
    expect(refusal(offers(two), gone)).toMatch(/no device "RTX 3080"; there are NVIDIA RTX 4090 \(webgpu\)/)
    expect(choose(offers(two), { ...gone, gone: 'replace' })).toMatchObject({
      ...{ id: 'webgpu', devices: ['NVIDIA RTX 4090'] },
      notice: expect.stringMatching(/^no device "RTX 3080"; .*\. NVIDIA RTX 4090 \(webgpu\) is taken instead$/),
    })
    expect(choose(offers(none), { engine: 'webgpu', gone: 'replace' })).toMatchObject({
      ...{ id: 'wasm', notice: expect.stringMatching(/cannot run here: no Vulkan.*CPU \(wasm\) is taken instead$/) },
    })
  })
})
