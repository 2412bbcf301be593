import type { Architecture } from '../../../shared/architecture.ts'
import { planNetwork, type LayerPlan, type NetworkPlan } from '../science/networks.ts'
import type { EngineDataset, Parameters, TrainingImages } from './engine.ts'

/** A masked network and random images for it. */
export interface BenchmarkRun {
  plan: NetworkPlan
  dataset: EngineDataset
  masks: Uint8Array[]
  parameters: Parameters
}

/** Share of kept weights, of all layers or by kind. */
export type Density = number | Record<LayerPlan['kind'], number>

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

/**
 * Something to train.
 * @param images training images; labels are random too
 */
export function createBenchmarkRun(architecture: Architecture, images: number, density: Density): BenchmarkRun {
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
    train: makeImages(images),
    test: makeImages(1),
    scale: new Float32Array(channels).fill(1 / 255),
    offset: new Float32Array(channels),
  }
  const masks = plan.layers.map((layer) => {
    const share = typeof density === 'number' ? density : density[layer.kind]
    return Uint8Array.from({ length: layer.weights }, () => (noise() < share ? 1 : 0))
  })
  const parameters: Parameters = {
    weights: plan.layers.map((layer, index) => {
      const scale = Math.sqrt(6 / (layer.fanIn + layer.units))
      return Float32Array.from(masks[index] ?? [], (kept) => kept * scale * (2 * noise() - 1))
    }),
    biases: plan.layers.map((layer) => new Float32Array(layer.units)),
  }
  return { plan, dataset, masks, parameters }
}
