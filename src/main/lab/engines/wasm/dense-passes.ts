import type { Kernels } from './kernels.ts'
import { biasesAt, weightsAt, type Activation, type LayerPlace, type NetworkLayout } from './layout.ts'
import type { SparseEntries } from './sparse-entries.ts'
import { columnImages, type SparsePlace } from './sparse-plan.ts'

/** What the dense passes need besides the layout. */
export interface DenseContext {
  kernels: Kernels
  layout: NetworkLayout
  bytes: Uint8Array
  /** Per layer, its kept weights where it is computed by them alone. */
  entries: readonly (SparseEntries | null)[]
  /** Images of the batch. */
  count: number
  /** Called every few milliseconds of work; it may throw to stop. */
  pause: () => void
}

/** One dense stage with its surroundings. */
interface DenseLayer {
  place: LayerPlace
  sparse: SparsePlace | null
  source: Activation
  target: Activation
  relu: boolean
  /** Gradient of the output, laid out like `target`. */
  gradient: number
  /** Gradient of the input, laid out like `source`; 0 where none is carried further down. */
  below: number
}

function denseLayer({ layout, entries }: DenseContext, index: number): DenseLayer | null {
  const { firstDense, firstConvolution } = layout
  const stage = layout.plan.stages[index]
  const source = layout.activations[index]
  const target = layout.activations[index + 1]
  const place = stage?.kind === 'dense' ? layout.layers[stage.layer] : undefined
  if (stage?.kind !== 'dense' || !source || !target || !place) return null
  const belowFirst = firstConvolution > index ? 0 : layout.flatGradient
  return {
    place,
    sparse: entries[stage.layer] ? place.sparse : null,
    source,
    target,
    relu: stage.relu,
    gradient: layout.stages[index]?.gradient ?? 0,
    below: index === firstDense ? belowFirst : (layout.stages[index - 1]?.gradient ?? 0),
  }
}

/** The dense layers, up to the logits. */
export function carryDenseForward(context: DenseContext): void {
  const { kernels, layout, count, pause } = context
  for (let index = layout.firstDense; index < layout.plan.stages.length; index++) {
    const layer = denseLayer(context, index)
    if (!layer) return
    const { place, sparse, source, target, relu } = layer
    const [weights, biases] = [weightsAt(layout, place), biasesAt(layout, place)]
    if (sparse) {
      const units = place.panels * 8
      const chunks = Math.ceil(count / columnImages)
      const { input, output, offsets, starts, blocks } = sparse
      kernels.toColumns(source.at, source.stride, place.inputs, count, input)
      kernels.sparseForward(input, place.inputs, chunks, weights, biases, offsets, starts, blocks, units, output)
      kernels.toRows(output, units, count, 0, relu ? 0 : -Infinity, target.at, target.stride)
    } else {
      const from = [source.at, source.stride, place.inputs, count] as const
      const to = [target.at, target.stride, relu ? 1 : 0, layout.workspace] as const
      kernels.denseForward(...from, weights, biases, place.panels, ...to)
    }
    pause()
  }
}

/** From the logits' gradient down to the first dense layer: gradients of weights, and of the map below if it is trained. */
export function carryDenseBack(context: DenseContext): void {
  const { layout, pause } = context
  for (let index = layout.plan.stages.length - 1; index >= layout.firstDense; index--) {
    const layer = denseLayer(context, index)
    if (!layer) return
    if (layer.sparse) sparseBack(context, layer, layer.sparse)
    else wholeBack(context, layer)
    pause()
  }
}

function sparseBack({ kernels, layout, bytes, count }: DenseContext, layer: DenseLayer, sparse: SparsePlace): void {
  const { place, source, target, gradient, below } = layer
  const units = place.panels * 8
  const chunks = Math.ceil(count / columnImages)
  const { input, outputGradient, inputGradient, offsets, starts, blocks } = sparse
  kernels.toColumns(gradient, target.stride, units, count, outputGradient)
  const carried = below === 0 ? 0 : inputGradient
  if (carried > 0) bytes.fill(0, carried, carried + chunks * columnImages * place.inputs * 4)
  const table = [offsets, starts, blocks, units] as const
  kernels.sparseBack(
    input,
    place.inputs,
    chunks,
    weightsAt(layout, place),
    ...table,
    outputGradient,
    layout.gradients + place.weights * 4,
    layout.gradients + place.biases * 4,
    carried,
  )
  if (carried > 0) kernels.toRows(carried, place.inputs, count, source.at, 0, below, source.stride)
}

function wholeBack({ kernels, layout, count, pause }: DenseContext, layer: DenseLayer): void {
  const { place, source, target, gradient, below } = layer
  const from = [source.at, source.stride, place.inputs, count] as const
  kernels.denseWeightGradient(
    ...from,
    gradient,
    target.stride,
    place.panels,
    layout.gradients + place.weights * 4,
    layout.gradients + place.biases * 4,
  )
  pause()
  if (below === 0) return
  const to = [below, source.stride, layout.workspace] as const
  kernels.denseInputGradient(...from, weightsAt(layout, place), gradient, target.stride, place.panels, ...to)
}
