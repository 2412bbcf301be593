import type { Architecture } from '../../../shared/architecture.ts'
import type { TrainingBenchmark } from '../../../shared/results.ts'
import { createBenchmarkRun, type Density } from './benchmark-run.ts'
import type { Engine } from './engine.ts'

/** Share of weights kept where none is named, as in the PyTorch benchmark that this one is compared with. */
const usualDensity = 0.3
const warmUpSteps = 3
/** Batches of different images, of which an engine that looks at its losses once an epoch needs some; fewer of large ones. */
const batches = 64
const mostBytes = 32 * 2 ** 20
/** How often a number of steps is tried that turns out to be too small. */
const looks = 3

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
  const { height, width, channels } = architecture.input
  const images = batch * Math.max(1, Math.min(batches, Math.floor(mostBytes / (batch * height * width * channels))))
  const { plan, dataset, masks, parameters } = createBenchmarkRun(architecture, images, density)
  const loaded = await engine.load(dataset)
  const runs = options.runs ?? engine.lanes
  const order = (steps: number): Uint32Array =>
    Uint32Array.from({ length: steps * batch }, (_, index) => index % images)

  /** Images a second of all runs together, in an epoch of so many steps that follows one to warm up. */
  async function trainAll(steps: number): Promise<number> {
    const trainOne = async (): Promise<number> => {
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
        order: (epoch) => order(epoch === 1 ? warmUpSteps : steps),
        onEpoch: async (report) => {
          speed = report.imagesPerSecond
        },
        signal,
      })
      return speed
    }
    const speeds = await Promise.all(Array.from({ length: runs }, trainOne))
    return speeds.reduce((sum, speed) => sum + speed, 0)
  }

  try {
    // A few steps tell how many fill the time; an engine that speeds up at first is asked again.
    let steps = 1
    let speed = await trainAll(steps)
    for (let look = 0; look < looks && (steps * batch * runs) / speed < seconds / 2; look++) {
      steps = Math.max(steps, Math.round((speed * seconds) / (batch * runs)))
      speed = await trainAll(steps)
    }
    return {
      engine: engine.id,
      device: engine.device,
      architecture: options.name,
      workers: engine.lanes,
      batch,
      imagesPerSecond: speed < 100 ? Number(speed.toPrecision(3)) : Math.round(speed),
    }
  } finally {
    loaded.unload()
  }
}
