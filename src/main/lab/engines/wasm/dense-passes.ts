import type { Kernels } from './kernels.ts'
import { biasesAt, weightsAt, type NetworkLayout } from './layout.ts'

/** The dense layers, for the first `count` images of the batch. */
export function carryDenseForward(kernels: Kernels, layout: NetworkLayout, count: number, pause: () => void): void {
  layout.plan.stages.forEach((stage, index) => {
    const source = layout.activations[index]
    const target = layout.activations[index + 1]
    const place = stage.kind === 'dense' ? layout.layers[stage.layer] : undefined
    if (stage.kind !== 'dense' || !source || !target || !place) return
    kernels.denseForward(
      source.at,
      source.stride,
      place.inputs,
      count,
      weightsAt(layout, place),
      biasesAt(layout, place),
      place.panels,
      target.at,
      target.stride,
      stage.relu ? 1 : 0,
      layout.workspace,
    )
    pause()
  })
}

/** From the logits' gradient down to the first dense layer: gradients of weights, and of the map below if it is trained. */
export function carryDenseBack(kernels: Kernels, layout: NetworkLayout, count: number, pause: () => void): void {
  const { plan, firstDense, firstConvolution } = layout
  for (let index = plan.stages.length - 1; index >= firstDense; index--) {
    const stage = plan.stages[index]
    const source = layout.activations[index]
    const target = layout.activations[index + 1]
    const gradient = layout.stages[index]?.gradient ?? 0
    const place = stage?.kind === 'dense' ? layout.layers[stage.layer] : undefined
    if (!source || !target || !place) return
    kernels.denseWeightGradient(
      source.at,
      source.stride,
      place.inputs,
      count,
      gradient,
      target.stride,
      place.panels,
      layout.gradients + place.weights * 4,
      layout.gradients + place.biases * 4,
    )
    pause()
    if (index === firstDense && firstConvolution > index) return
    const below = index === firstDense ? layout.flatGradient : (layout.stages[index - 1]?.gradient ?? 0)
    kernels.denseInputGradient(
      source.at,
      source.stride,
      place.inputs,
      count,
      weightsAt(layout, place),
      gradient,
      target.stride,
      place.panels,
      below,
      source.stride,
      layout.workspace,
    )
    pause()
  }
}
