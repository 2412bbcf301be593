import type { EngineChoice, EngineDevice, EngineId, EngineStatus } from '../../../shared/results.ts'
import { chooseEngine, type EngineDecision, type EngineRequest, type Offers } from './choose.ts'
import type { Engine } from './engine.ts'
import { engineKinds } from './kinds.ts'
import type { EngineKind, EngineOffer, OpenOptions } from './offer.ts'
import { recover } from './recovering.ts'
import { openSideBySide } from './side-by-side.ts'

const kinds = Object.fromEntries(engineKinds.map((kind) => [kind.id, kind])) as Record<EngineId, EngineKind>

const notLookedAt: EngineOffer = { devices: [], problem: 'not looked at', remedy: null }

/** What each engine offers; `only`: where one alone matters, since drivers may take seconds to answer. */
async function collectOffers(only: EngineId | null = null): Promise<Offers> {
  const offers = await Promise.all(
    engineKinds.map(async ({ id, probe }) => [id, only === null || id === only ? await probe() : notLookedAt] as const),
  )
  return Object.fromEntries(offers) as Offers
}

/** Which engines this machine can run, on what, and why not the others. */
export async function probeEngines(): Promise<EngineStatus[]> {
  const offers = await collectOffers()
  return engineKinds.map(({ id }) => {
    const { devices, problem, remedy } = offers[id]
    const best = devices.find(({ available }) => available)
    const reason = [problem, remedy].filter(Boolean).join('; ')
    return { id, available: best !== undefined, device: best?.name ?? null, reason: best ? null : reason, devices }
  })
}

/**
 * Decides which engine would be opened, on which devices.
 * @throws LabError `engine.unavailable`
 */
export async function planEngine(request: EngineRequest): Promise<EngineDecision> {
  const { engine, device, gone } = request
  const alone = engine !== 'auto' && device === undefined && gone !== 'replace'
  return chooseEngine(await collectOffers(alone ? engine : null), request)
}

/** What `auto` takes; null where no engine can run. */
export async function describeChoice(): Promise<EngineChoice | null> {
  const decision = await planEngine({ engine: 'auto' }).catch(() => null)
  const [device] = decision?.devices ?? []
  return decision && device ? { engine: decision.id, device: device.name, reason: decision.reason } : null
}

/**
 * Opens what was decided.
 * @throws LabError `engine.unavailable`
 */
export function openDecided({ id, devices }: EngineDecision, options: OpenOptions): Promise<Engine> {
  return openOn(kinds[id], devices, options)
}

/**
 * Opens an engine on one device, or one on each of several, side by side. Those whose device can be lost open it again
 * when it is.
 */
export function openOn(kind: EngineKind, devices: readonly EngineDevice[], options: OpenOptions): Promise<Engine> {
  const shares = shareWorkers(options.workers, devices.length)
  const openers = devices.slice(0, shares.length).map((device, place) => {
    const own = { ...options, workers: shares[place] }
    const open = (): Promise<Engine> => kind.open(device, own)
    return kind.recovers ? () => recover(open, own) : open
  })
  const [first, ...others] = openers
  if (!first) throw new Error('an engine was chosen without a device')
  return others.length === 0 ? first() : openSideBySide(openers, options)
}

/** Workers of each device, of as many devices as there are workers for. */
function shareWorkers(workers: number | undefined, devices: number): (number | undefined)[] {
  if (workers === undefined) return Array.from({ length: devices }, () => undefined)
  const used = Math.min(devices, workers)
  return Array.from({ length: used }, (_, place) => Math.floor((workers + place) / used))
}

/**
 * Opens the engine asked for, or with `auto` the best one that this machine can run.
 * @returns the engine, why it was taken, and what it computes on
 * @throws LabError `engine.unavailable`
 */
export async function openEngine(
  engine: EngineRequest['engine'],
  options: Partial<OpenOptions> & Omit<EngineRequest, 'engine'> = {},
): Promise<{ engine: Engine; reason: string; devices: EngineDevice[] }> {
  const { workers, notice = () => undefined, ...wanted } = options
  const decision = await planEngine({ engine, ...wanted })
  if (decision.notice !== null) notice(decision.notice)
  const { reason, devices } = decision
  return { engine: await openDecided(decision, { workers, notice }), reason, devices }
}
