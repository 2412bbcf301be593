import { z } from 'zod'
import type { BenchmarkRun } from '../../../src/main/lab/engines/benchmark-run.ts'
import type { Gpu } from '../../../src/main/lab/engines/webgpu/gpu.ts'
import { listArrangements } from './arrangements.ts'
import { openLockstep } from './lockstep.ts'
import { median } from './timing.ts'
import type { TorchPeer } from './torch-peer.ts'

/** Images a second over all trials: the median of the runs, or why there is none. */
export interface Speed {
  trials: number
  imagesPerSecond: number | null
  runs: number[]
  error?: string
}

export interface OurSpeed extends Speed {
  /** Bytes that the trials take on the device. */
  bytes: number
}

export interface TorchSpeed extends Speed {
  arrangement: string
  tf32: boolean
}

export interface Entrants {
  ours: OurSpeed[]
  torch: TorchSpeed[]
}

export interface RaceOptions {
  batch: number
  rounds: number
  seconds: number
  /** Seconds that a peer's first measurement may take, compiling included. */
  patience: number
  /** Seconds left for the race. */
  left(): number
  say(line: string): void
}

const speedAnswer = z.object({ imagesPerSecond: z.number() })
const nameTrials = ({ trials }: Speed): string => (trials === 1 ? '1 trial' : `${trials} trials`)
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** What is to be measured. @param peerTrials trials that PyTorch trains; none without it */
export function listEntrants(trials: number[], peerTrials: number[]): Entrants {
  return {
    ours: trials.map((count) => ({ trials: count, imagesPerSecond: null, runs: [], bytes: 0 })),
    torch: listArrangements(peerTrials).map(({ name, trials: count }) => ({
      ...{ arrangement: name, trials: count, tf32: false, imagesPerSecond: null, runs: [] },
    })),
  }
}

/** Ours and PyTorch in turn, several rounds of each, entered as they are measured. What failed once is not tried again. */
export async function race(
  gpu: Gpu,
  run: BenchmarkRun,
  peer: TorchPeer | null,
  { ours, torch }: Entrants,
  options: RaceOptions,
): Promise<void> {
  const { rounds, seconds, patience, left, say } = options

  async function take(speed: Speed, label: string, once: () => Promise<number>): Promise<void> {
    if (speed.error !== undefined) return
    if (left() <= 0) {
      if (speed.runs.length === 0) speed.error = 'no time was left'
      return
    }
    try {
      speed.runs.push(await once())
      speed.imagesPerSecond = median(speed.runs)
      say(`${label}: ${Math.round(speed.runs.at(-1) ?? NaN)} images/s`)
    } catch (thrown) {
      speed.error = messageOf(thrown)
      say(`${label}: ${speed.error}`)
    }
  }

  async function measureOurs(speed: OurSpeed): Promise<number> {
    const lockstep = await openLockstep(gpu, run, { trials: speed.trials, batch: options.batch })
    try {
      speed.bytes = lockstep.bytes
      await lockstep.measure(seconds / 4)
      return await lockstep.measure(seconds)
    } finally {
      lockstep.close()
    }
  }

  const measureTorch = async ({ arrangement, trials: count, tf32 }: TorchSpeed): Promise<number> => {
    const request = { ask: 'speed', arrangement, trials: count, tf32, seconds }
    const limit = Math.min(patience, Math.max(left(), 5))
    return (await peer?.ask(request, speedAnswer, limit))?.imagesPerSecond ?? NaN
  }

  for (let round = 0; round < rounds; round++) {
    for (const speed of ours) await take(speed, `ours, ${nameTrials(speed)}`, () => measureOurs(speed))
    for (const speed of torch)
      await take(speed, `PyTorch, ${nameTrials(speed)}, ${speed.arrangement}`, () => measureTorch(speed))
  }
  // for information: what the best ones do with products of fewer bits
  for (const count of new Set(torch.map(({ trials }) => trials))) {
    const fastest = best(torch, count)
    if (!fastest) continue
    const loose: TorchSpeed = { ...fastest, tf32: true, imagesPerSecond: null, runs: [] }
    await take(loose, `PyTorch with TF32, ${nameTrials(loose)}, ${loose.arrangement}`, () => measureTorch(loose))
    torch.push(loose)
  }
}

/** PyTorch's fastest arrangement of so many trials in float32. */
export function best(torch: TorchSpeed[], trials: number): TorchSpeed | null {
  const able = torch.filter((one) => one.trials === trials && !one.tf32 && one.imagesPerSecond !== null)
  return able.toSorted((a, b) => (b.imagesPerSecond ?? 0) - (a.imagesPerSecond ?? 0))[0] ?? null
}
