import type { Architecture } from '../../../shared/architecture.ts'
import type { TrainingBenchmark } from '../../../shared/results.ts'
import { createBenchmarkRun, type Density } from './benchmark-run.ts'
import type { Engine } from './engine.ts'

/** Share of weights kept where none is named, as in the PyTorch benchmark that this one is compared with. */
const usualDensity = 0.3
const warmUpSteps = 3

/**
 * How fast an engine trains masked networks on random data, evaluation not counted.
 * @param options.runs networks trained at the same time; default one on each lane
 */
export async function benchTraining(
  engine: Engine,
  options: {
    name: string
    architecture: Architecture
    batch: number
    seconds: number
    density?: Density
    runs?: number
    signal?: AbortSignal
  },
): Promise<TrainingBenchmark> {
  const { architecture, batch, seconds, density = usualDensity, signal = new AbortController().signal } = options
  const { plan, dataset, masks, parameters } = createBenchmarkRun(architecture, batch, density)
  const loaded = await engine.load(dataset)
  const once = Uint32Array.from({ length: batch }, (_, index) => index)
  const repeat = (steps: number): Uint32Array =>
    Uint32Array.from({ length: steps * batch }, (_, index) => once[index % batch] ?? 0)

  /** Epoch 1 warms up and tells how many steps fill the time; epoch 2 counts. */
  const trainLane = async (): Promise<number> => {
    let speed = 0
    await engine.train({
      plan,
      dataset: loaded,
      masks,
      start: { parameters, steps: 0 },
      firstEpoch: 1,
      epochs: 2,
      batch,
      optimiser: { kind: 'adam', learningRate: 2e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      order: (epoch) => repeat(epoch === 1 ? warmUpSteps : Math.max(1, Math.round((speed * seconds) / batch))),
      onEpoch: async (report) => {
        speed = report.imagesPerSecond
      },
      signal,
    })
    return speed
  }
  try {
    const speeds = await Promise.all(Array.from({ length: options.runs ?? engine.lanes }, trainLane))
    return {
      engine: engine.id,
      device: engine.device,
      architecture: options.name,
      workers: engine.lanes,
      batch,
      imagesPerSecond: Math.round(speeds.reduce((sum, speed) => sum + speed, 0)),
    }
  } finally {
    loaded.unload()
  }
}
