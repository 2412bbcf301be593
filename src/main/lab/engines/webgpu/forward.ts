import type { NetworkPlan } from '../../science/networks.ts'
import type { DeviceImages } from './images.ts'
import { foursOf, type ShaderFile } from './kernels.ts'
import type { DeviceStage, Level } from './levels.ts'
import { parameterStride } from './parameters.ts'
import { costOfValue, type Pass } from './pass.ts'
import { makeProduct } from './product.ts'
import { makePass, type Workshop } from './workshop.ts'

/** A grid of 256 threads each over an image's values. */
export const overValues =
  (length: number) =>
  (images: number): [number, number] => [Math.ceil((images * length) / 256), 1]

/** Puts a batch of images into the input level, from each page of the dataset. */
export function makeGather(
  workshop: Workshop,
  input: Level,
  images: DeviceImages,
  tones: GPUBuffer,
  order: { buffer: GPUBuffer; stride: number },
): Pass[] {
  return images.pages.map(({ pixels, first, count }) =>
    makePass(workshop, {
      name: 'images',
      files: ['./kernels/gather.wgsl'],
      entry: 'gather',
      buffers: [
        { name: 'pixels', access: 'read', element: 'u32', buffer: pixels },
        { name: 'order', access: 'read', element: 'u32', buffer: order.buffer },
        { name: 'tones', access: 'read', element: 'vec2<f32>', buffer: tones },
        { name: 'output', access: 'update', element: 'f32', buffer: input.values },
      ],
      constants: {
        imageLength: input.length,
        channels: input.channels,
        pageFirst: first,
        pageCount: count,
        orderStride: order.stride,
        outputStride: input.stride,
      },
      grid: overValues(input.length),
      cost: 256 * costOfValue,
    }),
  )
}

/** From the input level to the logits. @param weights per layer */
export function makeForward(
  workshop: Workshop,
  plan: NetworkPlan,
  stages: DeviceStage[],
  weights: GPUBuffer[],
): Pass[] {
  return stages.flatMap((stage) => makeStage(workshop, plan, stage, weights))
}

function makeStage(workshop: Workshop, plan: NetworkPlan, stage: DeviceStage, allWeights: GPUBuffer[]): Pass[] {
  const { from, to } = stage
  if (stage.kind === 'pool') return [makePool(workshop, from, to)]
  if (stage.kind === 'flatten') return [makeFlatten(workshop, from, to, false)]
  const [layer, weights] = [plan.layers[stage.layer], allWeights[stage.layer]]
  if (!layer || !weights) throw new Error(`layer ${stage.layer} is not in the plan`)
  const output = {
    name: 'output',
    access: 'write',
    element: 'f32',
    fours: foursOf(to.channels),
    buffer: to.values,
  } as const
  const shared = {
    name: `${layer.name} forward`,
    finishBuffers: [output],
    columns: layer.units,
  }
  const input = { name: 'input', access: 'read', element: 'f32', buffer: from.values } as const
  const constants = {
    weightStride: parameterStride(layer),
    inputStride: from.stride,
    outputStride: to.stride,
    biasAt: layer.weights,
  }
  if (stage.kind === 'dense') {
    const fours = foursOf(from.length)
    return makeProduct(workshop, {
      ...shared,
      operands: ['./kernels/dense-shape.wgsl', './kernels/dense-forward.wgsl'],
      aAlongDepth: true,
      bAlongDepth: true,
      finish: ['./kernels/finish-rows.wgsl', './kernels/finish-forward.wgsl'],
      operandBuffers: [
        { ...input, fours },
        { name: 'weights', access: 'read', element: 'f32', fours, buffer: weights },
      ],
      constants: { ...constants, inputs: from.length, units: layer.units, relu: Number(stage.relu) },
      rows: (images) => images,
      depth: () => from.length,
    })
  }
  const { choice, choiceStride } = stage
  const sites = choice ? to.height * to.width * 4 : from.height * from.width
  return makeProduct(workshop, {
    ...shared,
    operands: ['./kernels/map.wgsl', ...patchesOf(from), './kernels/conv-forward.wgsl'],
    aAlongDepth: true,
    bAlongDepth: false,
    finish: choice ? ['./kernels/finish-pool.wgsl'] : ['./kernels/finish-rows.wgsl', './kernels/finish-forward.wgsl'],
    operandBuffers: [
      { ...input, fours: foursOf(from.channels) },
      { name: 'weights', access: 'read', element: 'f32', fours: foursOf(layer.units), buffer: weights },
    ],
    finishBuffers: choice ? [output, { name: 'choice', access: 'write', element: 'u32', buffer: choice }] : [output],
    constants: {
      ...constants,
      height: from.height,
      width: from.width,
      channels: from.channels,
      filters: layer.units,
      windowed: Number(choice !== null),
      choiceStride,
      relu: 1,
    },
    rows: (images) => images * sites,
    depth: () => from.channels * 9,
  })
}

/** The files that read a level's 3×3 patches. */
export const patchesOf = ({ channels }: Level): ShaderFile[] => [
  './kernels/patches.wgsl',
  `./kernels/patches-${foursOf(channels)}.wgsl`,
]

function makePool(workshop: Workshop, from: Level, to: Level): Pass {
  return makePass(workshop, {
    name: 'pool forward',
    files: ['./kernels/pool.wgsl', './kernels/pool-forward.wgsl'],
    entry: 'pool',
    buffers: [
      { name: 'input', access: 'read', element: 'f32', buffer: from.values },
      { name: 'output', access: 'write', element: 'f32', buffer: to.values },
    ],
    constants: {
      height: from.height,
      width: from.width,
      channels: from.channels,
      inputStride: from.stride,
      outputStride: to.stride,
    },
    grid: overValues(to.length),
    cost: 256 * costOfValue,
  })
}

/** @param back from the dense layers' order to the map's, for gradients */
export function makeFlatten(workshop: Workshop, map: Level, flat: Level, back: boolean): Pass {
  const [input, output] = back ? [flat.deltas, map.deltas] : [map.values, flat.values]
  if (!input || !output) throw new Error('a gradient is asked for where there is none')
  return makePass(workshop, {
    name: back ? 'flatten backward' : 'flatten forward',
    files: ['./kernels/flatten.wgsl'],
    entry: 'flatten',
    buffers: [
      { name: 'input', access: 'read', element: 'f32', buffer: input },
      { name: 'output', access: 'write', element: 'f32', buffer: output },
    ],
    constants: { pixels: map.height * map.width, channels: map.channels, stride: map.stride, back: Number(back) },
    grid: overValues(map.length),
    cost: 256 * costOfValue,
  })
}
