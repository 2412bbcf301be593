import { LabError } from '../../../shared/errors.ts'
import type { EngineDevice, EngineId } from '../../../shared/results.ts'
import type { EngineOffer } from './offer.ts'

/** Which engine and device a person wants. */
export interface EngineRequest {
  engine: 'auto' | EngineId
  /** A device's name, a part of it that no other has, or `all`; undefined: the best. */
  device?: string | undefined
  /** What to do where the engine or the device is not there: refuse, or take the best there is and say so. */
  gone?: 'refuse' | 'replace' | undefined
}

/** What is opened, and why. */
export interface EngineDecision {
  id: EngineId
  /** At least one; several are used side by side. */
  devices: EngineDevice[]
  reason: string
  /** What a person should hear of it before training begins. */
  notice: string | null
}

export type Offers = Record<EngineId, EngineOffer>

/** What `auto` looks for, the best first. Software adapters are for tests, and taken when asked for alone. */
const preferred: readonly [EngineId, EngineDevice['kind']][] = [
  ['webgpu', 'gpu'],
  ['tensorflow', 'gpu'],
  ['wasm', 'cpu'],
  ['tensorflow', 'cpu'],
]
/** Where a device that is named without its engine is looked for. */
const searched: readonly EngineId[] = ['webgpu', 'wasm', 'tensorflow']

/**
 * Decides from what the engines offer which one is opened, on which devices.
 * @throws LabError `engine.unavailable`, with what is there
 */
export function chooseEngine(offers: Offers, request: EngineRequest): EngineDecision {
  try {
    const { engine, device } = request
    return { ...(engine === 'auto' ? chooseAny(offers, device) : chooseOf(offers, engine, device)), notice: null }
  } catch (thrown) {
    if (request.gone !== 'replace' || !(thrown instanceof LabError)) throw thrown
    const best = chooseAny(offers, undefined)
    const [device] = best.devices
    return { ...best, notice: `${thrown.message}. ${device?.name ?? ''} (${best.id}) is taken instead` }
  }
}

type Decided = Omit<EngineDecision, 'notice'>

function chooseAny(offers: Offers, wanted: string | undefined): Decided {
  if (wanted !== undefined && wanted !== 'all') {
    const [id, device] = findDevice(offers, searched, wanted)
    return { id, devices: [device], reason: 'asked for' }
  }
  for (const [id, kind] of preferred) {
    const devices = offers[id].devices.filter((device) => device.available && device.kind === kind)
    const [best] = devices
    if (best) return { id, devices: wanted === 'all' ? devices : [best], reason: explain(offers, id, kind) }
  }
  const problems = searched.map((id) => `${id}: ${offers[id].problem ?? 'nothing to compute on'}`)
  throw new LabError('engine.unavailable', `no engine can run here (${problems.join('; ')}); install Ticketscope again`)
}

function chooseOf(offers: Offers, engine: EngineId, wanted: string | undefined): Decided {
  const usable = offers[engine].devices.filter(({ available }) => available)
  const [best] = usable
  if (!best) {
    const { problem, remedy } = offers[engine]
    const why = [problem ?? 'nothing to compute on', remedy, 'or choose auto or wasm'].filter(Boolean).join('; ')
    throw new LabError('engine.unavailable', `the ${engine} engine cannot run here: ${why}`)
  }
  const reason = 'asked for'
  if (wanted === undefined) return { id: engine, devices: [best], reason }
  if (wanted === 'all') return { id: engine, devices: usable.filter(({ kind }) => kind === best.kind), reason }
  const [id, device] = findDevice(offers, [engine], wanted)
  return { id, devices: [device], reason }
}

/** The one device that a name or a part of it means: a whole name goes before a part, an engine before those after it. */
function findDevice(offers: Offers, engines: readonly EngineId[], wanted: string): [EngineId, EngineDevice] {
  const lower = wanted.trim().toLowerCase()
  const all = engines.flatMap((id) => offers[id].devices.map((device) => [id, device] as const))
  const whole = all.filter(([, { name }]) => name.toLowerCase() === lower)
  const fitting = whole.length > 0 ? whole : all.filter(([, { name }]) => name.toLowerCase().includes(lower))
  const usable = fitting.filter(([, { available }]) => available)
  const [first] = usable
  const [refused] = fitting
  if (first) {
    const rivals = usable.filter(([id]) => id === first[0])
    if (rivals.length === 1) return [...first]
    const names = rivals.map(([, { name }]) => name).join(', ')
    throw new LabError('engine.unavailable', `several devices fit "${wanted}": ${names}; give more of the name`)
  }
  if (refused)
    throw new LabError('engine.unavailable', `the device ${refused[1].name} cannot be used: ${refused[1].reason ?? ''}`)
  throw new LabError('engine.unavailable', `no device "${wanted}"; there are ${listDevices(offers)}`)
}

function listDevices(offers: Offers): string {
  const usable = searched.flatMap((id) =>
    offers[id].devices.filter(({ available }) => available).map(({ name }) => `${name} (${id})`),
  )
  return usable.length > 0 ? usable.join(', ') : 'none'
}

/** Why `auto` takes an engine. */
function explain(offers: Offers, id: EngineId, kind: EngineDevice['kind']): string {
  const problem = offers.webgpu.problem ?? 'none was found'
  if (kind === 'cpu') return `no graphics device can be used: ${problem}`
  if (id === 'webgpu') return 'the best graphics device that was found'
  return `TensorFlow has a graphics device, and WebGPU none: ${problem}`
}
