import type { LayerPlan, NetworkPlan } from '../../science/networks.ts'
import { makeFlatten, overValues, patchesOf } from './forward.ts'
import { foursOf, type ShaderFile } from './kernels.ts'
import type { DeviceStage, Level } from './levels.ts'
import { parameterStride } from './parameters.ts'
import { costOfValue, type Pass } from './pass.ts'
import { makeProduct } from './product.ts'
import { makePass, type Bound, type Workshop } from './workshop.ts'

type ConvStage = Extract<DeviceStage, { kind: 'conv' }>
type DenseStage = Extract<DeviceStage, { kind: 'dense' }>

/** From the logits' gradient to the gradients of every layer's parameters. @param weights per layer @param gradients per layer */
export function makeBackward(
  workshop: Workshop,
  plan: NetworkPlan,
  stages: DeviceStage[],
  weights: GPUBuffer[],
  gradients: GPUBuffer[],
): Pass[] {
  return stages.toReversed().flatMap((stage): Pass[] => {
    // what lies before the first layer has nothing to learn
    if (stage.kind === 'pool') return stage.from.deltas ? [makeUnpool(workshop, stage.from, stage.to)] : []
    if (stage.kind === 'flatten') return stage.from.deltas ? [makeFlatten(workshop, stage.from, stage.to, true)] : []
    const [layer, own, gradient] = [plan.layers[stage.layer], weights[stage.layer], gradients[stage.layer]]
    if (!layer || !own || !gradient) throw new Error(`layer ${stage.layer} is not in the plan`)
    const parts =
      stage.kind === 'conv'
        ? [makeConvGradient(workshop, layer, stage, gradient), makeConvInput(workshop, layer, stage, own)]
        : [makeDenseGradient(workshop, layer, stage, gradient), makeDenseInput(workshop, layer, stage, own)]
    return parts.flat()
  })
}

function deltasOf(level: Level): GPUBuffer {
  if (!level.deltas) throw new Error('a gradient is asked for where there is none')
  return level.deltas
}

/** The gradient of a convolution's outputs: of its map, or of the windows that were pooled from it. */
function convDelta({ to, choice, choiceStride }: ConvStage): {
  file: ShaderFile
  buffers: Bound[]
  constants: Record<string, number>
} {
  const delta: Bound = {
    name: 'delta',
    access: 'read',
    element: 'f32',
    fours: foursOf(to.channels),
    buffer: deltasOf(to),
  }
  return {
    file: choice ? './kernels/delta-pooled.wgsl' : './kernels/delta-map.wgsl',
    buffers: choice ? [delta, { name: 'choice', access: 'read', element: 'u32', buffer: choice }] : [delta],
    constants: { deltaStride: to.stride, choiceStride, windowed: Number(choice !== null) },
  }
}

const mapConstants = ({ height, width, channels, stride }: Level): Record<string, number> => ({
  height,
  width,
  channels,
  inputStride: stride,
})

function makeConvGradient(workshop: Workshop, layer: LayerPlan, stage: ConvStage, gradient: GPUBuffer): Pass[] {
  const { from, to, choice } = stage
  const delta = convDelta(stage)
  const sites = choice ? to.height * to.width * 4 : from.height * from.width
  const fours = foursOf(layer.units)
  return makeProduct(workshop, {
    name: `${layer.name} gradient`,
    operands: ['./kernels/map.wgsl', ...patchesOf(from), delta.file, './kernels/conv-backward-weights.wgsl'],
    aAlongDepth: false,
    bAlongDepth: false,
    finish: ['./kernels/finish-rows.wgsl', './kernels/finish-gradient.wgsl'],
    operandBuffers: [
      { name: 'input', access: 'read', element: 'f32', fours: foursOf(from.channels), buffer: from.values },
      ...delta.buffers,
    ],
    finishBuffers: [{ name: 'gradient', access: 'write', element: 'f32', fours, buffer: gradient }],
    constants: {
      ...mapConstants(from),
      ...delta.constants,
      filters: layer.units,
      gradientStride: parameterStride(layer),
    },
    rows: () => layer.fanIn + 1,
    columns: layer.units,
    depth: (images) => images * sites,
  })
}

function makeConvInput(workshop: Workshop, layer: LayerPlan, stage: ConvStage, weights: GPUBuffer): Pass[] {
  const { from } = stage
  if (!from.deltas) return []
  const delta = convDelta(stage)
  return makeProduct(workshop, {
    name: `${layer.name} backward`,
    operands: [
      './kernels/map.wgsl',
      delta.file,
      './kernels/conv-backward-input.wgsl',
      `./kernels/conv-backward-input-${foursOf(layer.units)}.wgsl`,
    ],
    aAlongDepth: true,
    bAlongDepth: true,
    finish: ['./kernels/finish-rows.wgsl', './kernels/finish-gate.wgsl'],
    operandBuffers: [
      ...delta.buffers,
      { name: 'weights', access: 'read', element: 'f32', fours: foursOf(layer.units), buffer: weights },
    ],
    finishBuffers: gateBuffers(from, from.channels),
    constants: {
      ...mapConstants(from),
      ...delta.constants,
      filters: layer.units,
      weightStride: parameterStride(layer),
      outputStride: from.stride,
      gateStride: from.stride,
    },
    rows: (images) => images * from.height * from.width,
    columns: from.channels,
    depth: () => layer.units * 9,
  })
}

/** The gradient that a stage hands on, and the values that say where it may pass. @param line values of a row */
function gateBuffers(from: Level, line: number): Bound[] {
  const fours = foursOf(line)
  return [
    { name: 'gate', access: 'read', element: 'f32', fours, buffer: from.values },
    { name: 'output', access: 'write', element: 'f32', fours, buffer: deltasOf(from) },
  ]
}

function makeDenseGradient(
  workshop: Workshop,
  layer: LayerPlan,
  { from, to }: DenseStage,
  gradient: GPUBuffer,
): Pass[] {
  const fours = foursOf(from.length)
  const constants = {
    inputs: from.length,
    units: layer.units,
    inputStride: from.stride,
    deltaStride: to.stride,
    weightStride: parameterStride(layer),
    gradientStride: parameterStride(layer),
    biasAt: layer.weights,
  }
  const product = makeProduct(workshop, {
    name: `${layer.name} gradient`,
    operands: ['./kernels/dense-shape.wgsl', './kernels/dense-backward-weights.wgsl'],
    aAlongDepth: false,
    bAlongDepth: false,
    finish: ['./kernels/finish-rows.wgsl', './kernels/finish-gradient.wgsl'],
    operandBuffers: [
      { name: 'delta', access: 'read', element: 'f32', fours: foursOf(layer.units), buffer: deltasOf(to) },
      { name: 'input', access: 'read', element: 'f32', fours, buffer: from.values },
    ],
    finishBuffers: [{ name: 'gradient', access: 'write', element: 'f32', fours, buffer: gradient }],
    constants,
    rows: () => layer.units,
    columns: from.length,
    depth: (images) => images,
  })
  const biases = makePass(workshop, {
    name: `${layer.name} biases`,
    files: ['./kernels/dense-bias.wgsl'],
    entry: 'sumBiases',
    buffers: [
      { name: 'delta', access: 'read', element: 'f32', buffer: deltasOf(to) },
      { name: 'gradient', access: 'update', element: 'f32', buffer: gradient },
    ],
    constants,
    grid: () => [Math.ceil(layer.units / 64), 1],
    cost: 64 * workshop.batch,
  })
  return [...product, biases]
}

function makeDenseInput(workshop: Workshop, layer: LayerPlan, { from, to }: DenseStage, weights: GPUBuffer): Pass[] {
  if (!from.deltas) return []
  return makeProduct(workshop, {
    name: `${layer.name} backward`,
    operands: ['./kernels/dense-shape.wgsl', './kernels/dense-backward-input.wgsl'],
    aAlongDepth: true,
    bAlongDepth: false,
    finish: ['./kernels/finish-rows.wgsl', './kernels/finish-gate.wgsl'],
    operandBuffers: [
      { name: 'delta', access: 'read', element: 'f32', fours: foursOf(layer.units), buffer: deltasOf(to) },
      { name: 'weights', access: 'read', element: 'f32', fours: foursOf(from.length), buffer: weights },
    ],
    finishBuffers: gateBuffers(from, from.length),
    constants: {
      inputs: from.length,
      units: layer.units,
      deltaStride: to.stride,
      weightStride: parameterStride(layer),
      outputStride: from.stride,
      gateStride: from.stride,
    },
    rows: (images) => images,
    columns: from.length,
    depth: () => layer.units,
  })
}

function makeUnpool(workshop: Workshop, from: Level, to: Level): Pass {
  return makePass(workshop, {
    name: 'pool backward',
    files: ['./kernels/pool.wgsl', './kernels/pool-backward.wgsl'],
    entry: 'unpool',
    buffers: [
      { name: 'input', access: 'read', element: 'f32', buffer: from.values },
      { name: 'delta', access: 'read', element: 'f32', buffer: deltasOf(to) },
      { name: 'output', access: 'write', element: 'f32', buffer: deltasOf(from) },
    ],
    constants: { ...mapConstants(from), deltaStride: to.stride, outputStride: from.stride },
    grid: overValues(from.length),
    cost: 256 * costOfValue,
  })
}
