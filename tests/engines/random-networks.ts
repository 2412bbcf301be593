import type { EngineDataset, Parameters, TrainingImages } from '../../src/main/lab/engines/engine.ts'
import { planNetwork, type NetworkPlan } from '../../src/main/lab/science/networks.ts'
import type { Architecture, Layer } from '../../src/shared/architecture.ts'

/** Seeded noise in 0…1 (mulberry32). */
export function createNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A network written shortly: `8x7x3 c5 p d12 o10`. */
export function parseNetwork(text: string): Architecture {
  const [size = '', ...words] = text.split(' ')
  const [height = 1, width = 1, channels = 1] = size.split('x').map(Number)
  const layers = words.map((word): Layer => {
    const amount = Number(word.slice(1))
    if (word.startsWith('c')) return { kind: 'conv', filters: amount }
    if (word.startsWith('p')) return { kind: 'pool' }
    return word.startsWith('d') ? { kind: 'dense', units: amount } : { kind: 'output', classes: amount }
  })
  return { input: { height, width, channels }, layers }
}

export interface RandomNetwork {
  plan: NetworkPlan
  dataset: EngineDataset
  masks: Uint8Array[]
  /** Masked; biases are not 0. */
  parameters: Parameters
}

/** A network with random masked weights, and random images for it. */
export function createRandomNetwork(
  architecture: Architecture,
  options: { train: number; test: number; density?: number; seed?: number },
): RandomNetwork {
  const noise = createNoise(options.seed ?? 1)
  const density = options.density ?? 0.6
  const plan = planNetwork(architecture)
  const { height, width, channels } = plan.input
  const makeImages = (count: number): TrainingImages => ({
    images: Uint8Array.from({ length: count * height * width * channels }, () => noise() * 256),
    labels: Uint8Array.from({ length: count }, () => noise() * plan.classes),
    count,
  })
  const masks = plan.layers.map((layer) =>
    Uint8Array.from({ length: layer.weights }, () => (noise() < density ? 1 : 0)),
  )
  return {
    plan,
    masks,
    dataset: {
      height,
      width,
      channels,
      train: makeImages(options.train),
      test: makeImages(options.test),
      scale: Float32Array.from({ length: channels }, (_, channel) => 1 / (200 + channel)),
      offset: Float32Array.from({ length: channels }, (_, channel) => -0.1 * channel),
    },
    parameters: {
      weights: plan.layers.map((layer, index) => {
        const scale = Math.sqrt(6 / layer.fanIn / density)
        return Float32Array.from(masks[index] ?? [], (kept) => kept * scale * (2 * noise() - 1))
      }),
      biases: plan.layers.map((layer) => Float32Array.from({ length: layer.units }, () => 0.2 * noise() - 0.05)),
    },
  }
}
