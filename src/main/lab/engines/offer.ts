import type { EngineDevice, EngineId } from '../../../shared/results.ts'
import type { Engine } from './engine.ts'

/** What an engine could compute on here. */
export interface EngineOffer {
  /** The best first. */
  devices: EngineDevice[]
  /** Why none of them can be used, and what to do; null where one can. */
  problem: string | null
  remedy: string | null
}

export interface OpenOptions {
  /** Runs trained at the same time, at the most; undefined: as many as the engine finds right. */
  workers: number | undefined
  /** Told, in one line for a person, what becomes of the training while it goes on. */
  notice(message: string): void
}

/** An engine as it is looked for and opened. */
export interface EngineKind {
  id: EngineId
  /** Never rejects: what is wrong is part of the offer. */
  probe(): Promise<EngineOffer>
  /** @throws LabError `engine.unavailable` */
  open(device: EngineDevice, options: OpenOptions): Promise<Engine>
  /** Its device can be lost and opened again (LabError `engine.lost`). */
  recovers: boolean
}
