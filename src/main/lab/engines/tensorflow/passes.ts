import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { LabError } from '../../../../shared/errors.ts'
import type { NetworkPlan, Stage } from '../../science/networks.ts'
import type { Held } from './held.ts'
import type { Tensorflow } from './library.ts'
import { partLengths } from './vector.ts'

/** Gives the event loop its turn when it is time for one, and throws when the run is to end. */
export type Pause = () => Promise<void>

/** A layer's parameters as TensorFlow takes them: convolutions [row][col][channel][filter], dense [unit][input]. */
interface LayerTensors {
  weights: Tensor
  biases: Tensor1D
}

/** What the way back needs: each stage's input and output, and behind the last the logits. */
export interface ForwardPass {
  layers: LayerTensors[]
  /** Maps are (image, row, col, channel), vectors (image, unit). */
  maps: Tensor[]
  /** (image, class) */
  logits: Tensor2D
}

const convolution = { strides: 1, pad: 'same', dataFormat: 'NHWC' } as const
const pooling = { filterSize: 2, strides: 2, pad: 'valid' } as const

/** Cuts the parameter vector into layers. */
function cutLayers(tf: Tensorflow, plan: NetworkPlan, vector: Tensor1D, held: Held): LayerTensors[] {
  const parts = held.hold(() => tf.split(vector, partLengths(plan)))
  return plan.layers.map((layer, index) => {
    const [weights, biases] = [parts[2 * index], parts[2 * index + 1]]
    if (!weights || !biases) throw new LabError('internal', `${layer.name} has no part of the parameter vector`)
    const shaped = held.hold(() => {
      const values = tf.reshape(weights, layer.shape)
      return layer.kind === 'conv' ? tf.transpose(values, [2, 3, 1, 0]) : values
    })
    return { weights: shaped, biases: biases as Tensor1D }
  })
}

/** A map as a dense layer takes it: channel by channel. */
function flatten(tf: Tensorflow, map: Tensor): Tensor2D {
  if (map.rank === 2) return map as Tensor2D
  const turned = tf.transpose(map, [0, 3, 1, 2])
  return tf.reshape(turned, [map.shape[0] ?? 0, -1])
}

export async function runForward(
  tf: Tensorflow,
  plan: NetworkPlan,
  vector: Tensor1D,
  batch: Tensor4D,
  held: Held,
  pause: Pause,
): Promise<ForwardPass> {
  const layers = cutLayers(tf, plan, vector, held)
  const maps: Tensor[] = [batch]
  let map: Tensor = batch
  for (const stage of plan.stages) {
    await pause()
    const input = map
    map = held.hold(() => forwardStage(tf, stage, layers, input))
    maps.push(map)
  }
  return { layers, maps, logits: map as Tensor2D }
}

function layerOf(layers: LayerTensors[], index: number): LayerTensors {
  const layer = layers[index]
  if (!layer) throw new LabError('internal', `the network has no layer ${index}`)
  return layer
}

function forwardStage(tf: Tensorflow, stage: Stage, layers: LayerTensors[], input: Tensor): Tensor {
  if (stage.kind === 'pool') return tf.maxPool(input as Tensor4D, 2, 2, 'valid')
  const { weights, biases } = layerOf(layers, stage.layer)
  if (stage.kind === 'conv')
    return tf.relu(tf.add(tf.conv2d(input as Tensor4D, weights as Tensor4D, 1, 'same'), biases))
  const sums = tf.add(tf.matMul(flatten(tf, input), weights as Tensor2D, false, true), biases)
  return stage.relu ? tf.relu(sums) : sums
}

/**
 * Gradients of all parameters, as a vector like theirs.
 * @param gradient of the logits
 */
export async function runBackward(
  tf: Tensorflow,
  plan: NetworkPlan,
  { layers, maps }: ForwardPass,
  gradient: Tensor2D,
  held: Held,
  pause: Pause,
): Promise<Tensor1D> {
  /** Per layer weights and biases in turn, flat. */
  const parts: Tensor1D[] = []
  let back: Tensor = gradient
  for (const [index, stage] of [...plan.stages.entries()].toReversed()) {
    await pause()
    const [input, output] = [maps[index], maps[index + 1]]
    if (!input || !output) throw new LabError('internal', `stage ${index} was not run`)
    const first = index === 0
    if (stage.kind === 'pool') {
      const dy = back
      if (!first) back = held.hold(() => tf.engine().runKernel(tf.MaxPoolGrad, { dy, input, output }, { ...pooling }))
      continue
    }
    const through = back
    const cut = stage.kind === 'dense' && !stage.relu ? through : held.hold(() => cutByRelu(tf, through, output))
    const layer = layerOf(layers, stage.layer)
    const [weights, biases] = held.hold(() => parameterGradients(tf, stage, layer, input, cut))
    if (weights && biases) parts.unshift(weights, biases)
    if (first) continue
    await pause()
    back = held.hold(() => inputGradient(tf, stage, layer, input, cut))
  }
  return held.hold(() => tf.concat1d(parts))
}

/** Nothing comes back through a unit whose output the ReLU cut off. */
function cutByRelu(tf: Tensorflow, gradient: Tensor, output: Tensor): Tensor {
  return tf.mul(gradient, tf.cast(tf.greater(output, 0), 'float32'))
}

type WeightedStage = Exclude<Stage, { kind: 'pool' }>

/** Gradients of a layer's weights and biases, flat. */
function parameterGradients(
  tf: Tensorflow,
  stage: WeightedStage,
  { weights }: LayerTensors,
  input: Tensor,
  gradient: Tensor,
): Tensor1D[] {
  if (stage.kind === 'dense') {
    const product = tf.matMul(gradient, flatten(tf, input), true, false)
    return [tf.reshape(product, [-1]), tf.sum(gradient, 0)]
  }
  const product = tf
    .engine()
    .runKernel<Tensor>(
      tf.Conv2DBackpropFilter,
      { x: input, dy: gradient },
      { ...convolution, filterShape: weights.shape },
    )
  return [tf.reshape(tf.transpose(product, [3, 2, 0, 1]), [-1]), tf.sum(gradient, [0, 1, 2])]
}

function inputGradient(
  tf: Tensorflow,
  stage: WeightedStage,
  { weights }: LayerTensors,
  input: Tensor,
  gradient: Tensor,
): Tensor {
  if (stage.kind === 'conv')
    return tf
      .engine()
      .runKernel(tf.Conv2DBackpropInput, { dy: gradient, filter: weights }, { ...convolution, inputShape: input.shape })
  const product = tf.matMul(gradient, weights)
  if (input.rank === 2) return product
  const [images = 0, height = 0, width = 0, channels = 0] = input.shape
  return tf.transpose(tf.reshape(product, [images, channels, height, width]), [0, 2, 3, 1])
}
