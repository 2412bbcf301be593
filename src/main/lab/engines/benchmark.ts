import type { Architecture } from '../../../shared/architecture.ts'
import type { TrainingBenchmark } from '../../../shared/results.ts'
import { planNetwork } from '../science/networks.ts'
import type { Engine, EngineDataset, Parameters, TrainingImages } from './engine.ts'

/** Share of weights kept, as in the PyTorch benchmark that this one is compared with. */
const density = 0.3
const warmUpSteps = 3

/** Uniform values in 0…1 (mulberry32): a benchmark needs no more of its data. */
function createNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How fast an engine trains a masked network on random data, all its lanes at work, evaluation not counted. */
export async function benchTraining(
  engine: Engine,
  options: { name: string; architecture: Architecture; batch: number; seconds: number; signal?: AbortSignal },
): Promise<TrainingBenchmark> {
  const { architecture, batch, seconds, signal = new AbortController().signal } = options
  const plan = planNetwork(architecture)
  const noise = createNoise(1)
  const { height, width, channels } = plan.input
  const makeImages = (count: number): TrainingImages => ({
    images: Uint8Array.from({ length: count * height * width * channels }, () => noise() * 256),
    labels: Uint8Array.from({ length: count }, () => noise() * Math.min(plan.classes, 256)),
    count,
  })
  const dataset: EngineDataset = {
    height,
    width,
    channels,
    train: makeImages(batch),
    test: makeImages(1),
    scale: new Float32Array(channels).fill(1 / 255),
    offset: new Float32Array(channels),
  }
  const masks = plan.layers.map((layer) =>
    Uint8Array.from({ length: layer.weights }, () => (noise() < density ? 1 : 0)),
  )
  const parameters: Parameters = {
    weights: plan.layers.map((layer, index) => {
      const scale = Math.sqrt(6 / (layer.fanIn + layer.units))
      return Float32Array.from(masks[index] ?? [], (kept) => kept * scale * (2 * noise() - 1))
    }),
    biases: plan.layers.map((layer) => new Float32Array(layer.units)),
  }
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
    const speeds = await Promise.all(Array.from({ length: engine.lanes }, trainLane))
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
