import { parseArgs } from 'node:util'
import type { GpuAdapter } from '../../../src/main/lab/gpu/adapter.ts'
import { architectures, type ArchitectureName } from '../../../src/shared/architecture.ts'

/** What is measured, and for how long. */
export interface Settings {
  network: ArchitectureName
  batch: number
  density: number
  trials: number[]
  peerTrials: number[]
  rounds: number
  /** Of one measurement. */
  seconds: number
  kernelSeconds: number
  /** Of the largest epoch, in steps: an epoch's images lie on the device. */
  steps: number
  /** Seconds after which nothing new is begun. */
  limit: number
  patience: number
  /** Trials of the kernels' table, and those that the peer's check compares. */
  kernelTrials: number
  checkedTrials: number
  distances: { pairs: number; runs: number }
  /** What a reader of the figures has to know. */
  note: string | null
}

/** What the command line asks for: part of the device's name, a network, and whether PyTorch runs beside. */
export function readArguments(args: string[]): { device: string; network: ArchitectureName | null; peer: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      device: { type: 'string', default: '' },
      network: { type: 'string' },
      'no-peer': { type: 'boolean', default: false },
    },
  })
  const names = Object.keys(architectures) as ArchitectureName[]
  const network = names.find((name) => name === values.network) ?? null
  if (values.network !== undefined && !network)
    throw new Error(`no network ${values.network}; there are ${names.join(', ')}`)
  return { device: values.device, network, peer: !values['no-peer'] }
}

const common = { density: 0.3, trials: [1, 8, 20], peerTrials: [1, 20] }

/** @param network null for the one that the device can train in the time */
export function chooseSettings({ software }: GpuAdapter, network: ArchitectureName | null): Settings {
  if (!software)
    return {
      ...common,
      ...{ network: network ?? 'conv-2', batch: 60, rounds: 3, seconds: 2, kernelSeconds: 0.03, steps: 256 },
      ...{ kernelTrials: 20, checkedTrials: 20, limit: 390, patience: 100 },
      ...{ distances: { pairs: 2000, runs: 3 }, note: null },
    }
  return {
    ...common,
    ...{ network: network ?? 'mini-conv-2', batch: 12, rounds: 1, seconds: 0.5, kernelSeconds: 0.02, steps: 32 },
    ...{ kernelTrials: 1, checkedTrials: 3, limit: 90, patience: 20 },
    distances: { pairs: 4, runs: 1 },
    note: 'a software adapter computes on the CPU: these figures show that the script works, not how fast a GPU is; network and batch are small, and a measurement may be a single step',
  }
}
