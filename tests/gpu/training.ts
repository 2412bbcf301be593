import { afterAll, beforeAll } from 'vitest'
import type { Engine, EpochReport, TrainingRun } from '../../src/main/lab/engines/engine.ts'
import { createWebgpuEngine } from '../../src/main/lab/engines/webgpu/engine.ts'
import { openGpu, type Gpu, type GpuLimits } from '../../src/main/lab/engines/webgpu/gpu.ts'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { describeRun } from '../engines/describe-run.ts'
import type { RandomNetwork } from '../engines/random-networks.ts'
import { bytesOf } from '../engines/state-bytes.ts'
import { adapter } from './adapter.ts'
import { watchDevice, type Watcher } from './watched-device.ts'

/** The adapter's name and backend. */
export const wanted = { backend: adapter?.backend ?? '', name: adapter?.name ?? '' }

/** One device for all the engines of a test file: each kernel is then compiled once. */
export function shareDevice(): (limits?: Partial<GpuLimits>, watcher?: Watcher) => Gpu {
  let opened: Awaited<ReturnType<typeof openDevice>>
  let shared: Gpu
  beforeAll(async () => {
    opened = await openDevice(wanted)
    shared = openGpu(opened.device)
  })
  afterAll(() => opened.close())
  return (limits = {}, watcher = {}) => ({
    ...openGpu(watchDevice(opened.device, watcher), limits),
    kernels: shared.kernels,
  })
}

/** An engine for the time of its use. @param options.notices gets what the engine says */
export async function withEngine<Result>(
  gpu: Gpu,
  options: { lanes: number; notices?: string[] },
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const { lanes, notices = [] } = options
  const engine = createWebgpuEngine(gpu, { name: wanted.name, lanes, notice: (text) => void notices.push(text) })
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

/** Trains runs of one network at the same time, each from weights of its own. @returns each run's bytes */
export function trainTogether(
  gpu: Gpu,
  network: RandomNetwork,
  runs: Partial<TrainingRun>[],
  options: { lanes?: number; notices?: string[] } = {},
): Promise<string[]> {
  return withEngine(gpu, { lanes: runs.length, ...options }, async (engine) => {
    const dataset = await engine.load(network.dataset)
    const states = await Promise.all(runs.map((changes) => engine.train(describeRun(network, dataset, changes))))
    return states.map(bytesOf)
  })
}

/** One run on an engine of its own: its bytes, and what it reported. */
export function trainAlone(
  gpu: Gpu,
  network: RandomNetwork,
  changes: Partial<TrainingRun> = {},
): Promise<{ bytes: string; reports: EpochReport[] }> {
  const reports: EpochReport[] = []
  return withEngine(gpu, { lanes: 1 }, async (engine) => {
    const run = describeRun(network, await engine.load(network.dataset), {
      ...changes,
      onEpoch: async (report) => void reports.push(report),
    })
    return { bytes: bytesOf(await engine.train(run)), reports }
  })
}

/** Starts of runs that differ, from one network. */
export function startsOf({ parameters }: RandomNetwork, count: number): Pick<TrainingRun, 'start'>[] {
  return Array.from({ length: count }, (_, run) => ({
    start: {
      steps: 0,
      parameters: {
        weights: parameters.weights.map((layer) => layer.map((weight) => weight * (1 - run / 16))),
        biases: parameters.biases,
      },
    },
  }))
}
