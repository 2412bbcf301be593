import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { EngineDataset, Parameters } from '../../src/main/lab/engines/engine.ts'
import { planNetwork } from '../../src/main/lab/science/networks.ts'

const numbers = z.array(z.number())
const layerValues = z.object({ weight: numbers, bias: numbers })
const network = z.record(z.string(), layerValues)
const layerMasks = z.record(z.string(), numbers)
const steps = { learningRate: z.number(), losses: numbers, after: network }

/** ../shared/reference/training/conv2-miniature.json */
const schema = z.object({
  shapes: z.record(z.string(), z.object({ weight: numbers, bias: numbers })),
  images: numbers,
  labels: numbers,
  initial: network,
  forward: z.object({ batch: numbers, logits: numbers, loss: z.number(), gradients: network }),
  masks: layerMasks,
  steps: z.object({
    adam: z.object({ ...steps, beta1: z.number(), beta2: z.number(), epsilon: z.number() }),
    sgd: z.object({ ...steps, momentum: z.number() }),
  }),
  imp: z.object({
    rates: z.record(z.string(), z.number()),
    batch: z.number(),
    epochs: z.number(),
    optimizer: z.object({ adam: z.number() }),
    orders: z.array(numbers),
    rounds: z.array(z.object({ lastLoss: z.number(), kept: z.record(z.string(), z.number()), masks: layerMasks })),
  }),
})

export const reference = schema.parse(
  JSON.parse(readFileSync(new URL('../../../shared/reference/training/conv2-miniature.json', import.meta.url), 'utf8')),
)

export const referencePlan = planNetwork({
  input: { height: 8, width: 8, channels: 3 },
  layers: [
    { kind: 'conv', filters: 4 },
    { kind: 'conv', filters: 4 },
    { kind: 'pool' },
    { kind: 'dense', units: 8 },
    { kind: 'dense', units: 8 },
    { kind: 'output', classes: 10 },
  ],
})

const side = 8
const channels = 3

/** (image, channel, row, col) → (image, row, col, channel) */
function turnImages(): Uint8Array {
  const area = side * side
  return Uint8Array.from(reference.images, (_, index) => {
    const image = Math.floor(index / (area * channels))
    const pixel = Math.floor(index / channels) % area
    return reference.images[(image * channels + (index % channels)) * area + pixel] ?? 0
  })
}

const images = { images: turnImages(), labels: Uint8Array.from(reference.labels), count: reference.labels.length }

export const referenceDataset: EngineDataset = {
  height: side,
  width: side,
  channels,
  train: images,
  test: images,
  scale: new Float32Array(channels).fill(1 / 255),
  offset: new Float32Array(channels),
}

/** The file's values for one network, layer by layer. */
export function parametersOf(values: Record<string, { weight: number[]; bias: number[] }>): Parameters {
  return {
    weights: referencePlan.layers.map((layer) => Float32Array.from(values[layer.name]?.weight ?? [])),
    biases: referencePlan.layers.map((layer) => Float32Array.from(values[layer.name]?.bias ?? [])),
  }
}

export const masksOf = (values: Record<string, number[]>): Uint8Array[] =>
  referencePlan.layers.map((layer) => Uint8Array.from(values[layer.name] ?? []))

/** Weights with the pruned ones at 0. */
export const applyMasks = ({ weights, biases }: Parameters, masks: Uint8Array[]): Parameters => ({
  weights: weights.map((layer, index) => layer.map((weight, at) => (masks[index]?.[at] === 0 ? 0 : weight))),
  biases: biases.map((layer) => layer.slice()),
})
