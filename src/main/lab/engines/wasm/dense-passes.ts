import type { Kernels } from './kernels.ts'
import { biasesAt, weightsAt, type Activation, type LayerPlace, type NetworkLayout } from './layout.ts'
import { partitions } from './partitions.ts'
import { columnImages, type SparsePlace } from './sparse-plan.ts'

/** What can be done of a dense stage at a time. A layer by its kept weights needs its inputs' gradient before its weights'. */
export type DenseWork = 'dense forward' | 'dense inputs' | 'dense weights'

interface DenseContext {
  kernels: Kernels
  layout: NetworkLayout
  /** Images of the batch. */
  count: number
}

/** All dense stages of a network, with their addresses at hand. */
export interface DensePasses {
  /** One part of a dense stage: of its units, of its inputs, or of the batch's images. */
  run(work: DenseWork, index: number, count: number, partition: number): void
}

/** One dense stage with its surroundings. */
interface DenseLayer {
  place: LayerPlace
  /** Address of the byte that is 1 where the layer is computed by its kept weights alone. */
  flag: number
  source: Activation
  target: Activation
  relu: boolean
  /** Gradient of the output, laid out like `target`. */
  gradient: number
  /** Gradient of the input, laid out like `source`; 0 where none is carried further down. */
  below: number
}

function denseLayer(layout: NetworkLayout, index: number): DenseLayer | null {
  const { firstDense, firstConvolution } = layout
  const stage = layout.plan.stages[index]
  const source = layout.activations[index]
  const target = layout.activations[index + 1]
  const place = stage?.kind === 'dense' ? layout.layers[stage.layer] : undefined
  if (stage?.kind !== 'dense' || !source || !target || !place) return null
  const belowFirst = firstConvolution > index ? 0 : layout.flatGradient
  return {
    place,
    flag: layout.sparseFlags + stage.layer,
    source,
    target,
    relu: stage.relu,
    gradient: layout.stages[index]?.gradient ?? 0,
    below: index === firstDense ? belowFirst : (layout.stages[index - 1]?.gradient ?? 0),
  }
}

/** @param bytes the network's memory, which says how each layer is computed */
export function createDensePasses(kernels: Kernels, layout: NetworkLayout, bytes: Uint8Array): DensePasses {
  const layers = layout.plan.stages.map((_, index) => denseLayer(layout, index))
  const context: DenseContext = { kernels, layout, count: 0 }
  return {
    run(work, index, count, partition) {
      const layer = layers[index]
      if (!layer) return
      context.count = count
      const { sparse } = layer.place
      if (sparse && bytes[layer.flag] === 1) runSparse(context, work, layer, sparse, partition)
      else runWhole(context, work, layer, partition)
    },
  }
}

/** The part's share of `total`, whole multiples of `step`. */
function shareOf(total: number, step: number, partition: number): { from: number; to: number } {
  const steps = Math.ceil(total / step)
  const end = (part: number): number => Math.min(Math.floor((part * steps) / partitions) * step, total)
  return { from: end(partition), to: end(partition + 1) }
}

function runWhole(
  { kernels, layout, count }: DenseContext,
  work: DenseWork,
  layer: DenseLayer,
  partition: number,
): void {
  const { place, source, target, relu, gradient, below } = layer
  const { inputs } = place
  const rows = [source.at, source.stride, inputs, count] as const
  if (work === 'dense inputs') {
    const { from, to } = shareOf(inputs, 64, partition)
    if (below === 0 || from === to) return
    const workspace = layout.workspace + partition * place.panels * 2048
    const passed = [weightsAt(layout, place), gradient, target.stride, place.panels, below, source.stride] as const
    kernels.denseInputGradient(...rows, ...passed, workspace, from, to)
    return
  }
  const { from, to } = shareOf(place.panels, 1, partition)
  if (from === to) return
  const weights = from * inputs * 32
  const units = from * 32
  if (work === 'dense forward') {
    kernels.denseForward(
      ...rows,
      weightsAt(layout, place) + weights,
      biasesAt(layout, place) + units,
      to - from,
      target.at + units,
      target.stride,
      relu ? 1 : 0,
      layout.workspace + from * Math.ceil(count / 6) * 192,
    )
    return
  }
  kernels.denseWeightGradient(
    ...rows,
    gradient + units,
    target.stride,
    to - from,
    layout.gradients + place.weights * 4 + weights,
    layout.gradients + place.biases * 4 + units,
  )
}

function runSparse(
  context: DenseContext,
  work: DenseWork,
  layer: DenseLayer,
  sparse: SparsePlace,
  partition: number,
): void {
  const { kernels, layout, count } = context
  const { place } = layer
  const units = place.panels * 8
  const chunks = Math.ceil(count / columnImages)
  if (work === 'dense weights') {
    const { from, to } = shareOf(units, 1, partition)
    if (from === to) return
    const table = [sparse.offsets, sparse.starts, sparse.blocks, units, from, to] as const
    const weights = layout.gradients + place.weights * 4
    const biases = layout.gradients + place.biases * 4
    kernels.sparseWeightGradient(sparse.input, place.inputs, chunks, ...table, sparse.outputGradient, weights, biases)
    return
  }
  for (let chunk = partition; chunk < chunks; chunk += partitions) {
    if (work === 'dense forward') sparseForward(context, layer, sparse, chunk)
    else sparseInputs(context, layer, sparse, chunk)
  }
}

/** How many of the batch's images lie in a chunk of columns. */
const imagesIn = (chunk: number, count: number): number => Math.min(columnImages, count - chunk * columnImages)

function sparseForward(
  { kernels, layout, count }: DenseContext,
  layer: DenseLayer,
  sparse: SparsePlace,
  chunk: number,
): void {
  const { place, source, target, relu } = layer
  const { offsets, starts, blocks } = sparse
  const units = place.panels * 8
  const images = imagesIn(chunk, count)
  const first = chunk * columnImages
  const input = sparse.input + first * place.inputs * 4
  const output = sparse.output + first * units * 4
  kernels.toColumns(source.at + first * source.stride, source.stride, place.inputs, images, input)
  const weights = [weightsAt(layout, place), biasesAt(layout, place)] as const
  kernels.sparseForward(input, ...weights, offsets, starts, blocks, units, output)
  const floor = relu ? 0 : -Infinity
  kernels.toRows(output, units, images, 0, floor, target.at + first * target.stride, target.stride)
}

/** The outputs' gradient into columns, which the weights' gradient needs too, and on to the inputs where it is wanted. */
function sparseInputs(
  { kernels, layout, count }: DenseContext,
  layer: DenseLayer,
  sparse: SparsePlace,
  chunk: number,
): void {
  const { place, source, target, gradient, below } = layer
  const { offsets, starts, blocks } = sparse
  const units = place.panels * 8
  const images = imagesIn(chunk, count)
  const first = chunk * columnImages
  const above = sparse.outputGradient + first * units * 4
  kernels.toColumns(gradient + first * target.stride, target.stride, units, images, above)
  if (below === 0) return
  const columns = sparse.inputGradient + first * place.inputs * 4
  kernels.clear(columns, columnImages * place.inputs * 4)
  kernels.sparseInputGradient(weightsAt(layout, place), offsets, starts, blocks, units, above, columns)
  const rows = first * source.stride
  kernels.toRows(columns, place.inputs, images, source.at + rows, 0, below + rows, source.stride)
}
