import type { EngineDataset, Parameters, TrainingImages } from '../../../src/main/lab/engines/engine.ts'
import type { NetworkPlan } from '../../../src/main/lab/science/networks.ts'
import { convolve, convolveBack } from './convolution.ts'
import { dense, denseBack } from './dense.ts'
import { softmaxCrossEntropy } from './loss.ts'
import { addAt, createMap, indexOf, type PlainMap } from './map.ts'
import { pool, poolBack } from './pooling.ts'

export interface PlainGradients {
  weights: Float64Array[]
  biases: Float64Array[]
}

export interface PlainCheck {
  /** (image, class) */
  logits: number[]
  /** Mean over the batch, as are the gradients. */
  loss: number
  gradients: PlainGradients
}

/** pixel · scale[channel] + offset[channel] */
function readImage(dataset: EngineDataset, images: TrainingImages, index: number): PlainMap {
  const map = createMap(dataset.channels, dataset.height, dataset.width)
  let at = index * map.values.length
  for (let row = 0; row < map.height; row++) {
    for (let col = 0; col < map.width; col++) {
      for (let channel = 0; channel < map.channels; channel++) {
        const pixel = images.images[at++] ?? 0
        map.values[indexOf(map, channel, row, col)] =
          pixel * (dataset.scale[channel] ?? 0) + (dataset.offset[channel] ?? 0)
      }
    }
  }
  return map
}

/** A dense layer's output, and a flattened map, are maps of one pixel. */
const flat = (values: Float64Array): PlainMap => ({ channels: values.length, height: 1, width: 1, values })

/** Every stage's input, and the logits behind the last. */
function forward(plan: NetworkPlan, { weights, biases }: Parameters, image: PlainMap): PlainMap[] {
  const maps = [image]
  for (const stage of plan.stages) {
    const input = maps.at(-1) ?? image
    if (stage.kind === 'pool') maps.push(pool(input))
    else {
      const [w, b] = [weights[stage.layer] ?? [], biases[stage.layer] ?? []]
      maps.push(stage.kind === 'conv' ? convolve(input, w, b) : flat(dense(input.values, w, b, stage.relu)))
    }
  }
  return maps
}

export function checkPlain(
  plan: NetworkPlan,
  parameters: Parameters,
  dataset: EngineDataset,
  batch: Iterable<number>,
): PlainCheck {
  const images = [...batch]
  const gradients: PlainGradients = {
    weights: plan.layers.map((layer) => new Float64Array(layer.weights)),
    biases: plan.layers.map((layer) => new Float64Array(layer.units)),
  }
  const logits: number[] = []
  let loss = 0
  for (const index of images) {
    const maps = forward(plan, parameters, readImage(dataset, dataset.train, index))
    const last = maps.at(-1)?.values ?? new Float64Array()
    const end = softmaxCrossEntropy(last, dataset.train.labels[index] ?? 0)
    logits.push(...last)
    loss += end.loss / images.length
    let gradient = flat(end.gradient.map((value) => value / images.length))
    for (let at = plan.stages.length - 1; at >= 0; at--) {
      const [stage, input, output] = [plan.stages[at], maps[at], maps[at + 1]]
      if (!stage || !input || !output) continue
      // a gradient that comes out of a dense layer takes the shape of the map that was flattened
      gradient = { ...output, values: gradient.values }
      if (stage.kind === 'pool') {
        gradient = poolBack(input, gradient)
        continue
      }
      const w = parameters.weights[stage.layer] ?? []
      const toWeights = gradients.weights[stage.layer] ?? new Float64Array()
      const toBiases = gradients.biases[stage.layer] ?? new Float64Array()
      gradient =
        stage.kind === 'conv'
          ? convolveBack(input, w, output, gradient, toWeights, toBiases)
          : flat(denseBack(input.values, w, output.values, gradient.values, stage.relu, toWeights, toBiases))
    }
  }
  return { logits, loss, gradients }
}

/** Mean loss and accuracy on the test images; of equal logits the first counts. */
export function evaluatePlain(
  plan: NetworkPlan,
  parameters: Parameters,
  dataset: EngineDataset,
): { loss: number; accuracy: number } {
  const sums = new Float64Array(2)
  for (let index = 0; index < dataset.test.count; index++) {
    const logits =
      forward(plan, parameters, readImage(dataset, dataset.test, index)).at(-1)?.values ?? new Float64Array()
    const label = dataset.test.labels[index] ?? 0
    addAt(sums, 0, softmaxCrossEntropy(logits, label).loss / dataset.test.count)
    addAt(sums, 1, logits.indexOf(Math.max(...logits)) === label ? 1 / dataset.test.count : 0)
  }
  return { loss: sums[0] ?? 0, accuracy: sums[1] ?? 0 }
}
