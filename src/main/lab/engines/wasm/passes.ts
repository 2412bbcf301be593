import type { Kernels } from './kernels.ts'
import type { LayerPlace, NetworkLayout } from './layout.ts'
import type { MapLayout } from './maps.ts'

/** Pixels of a convolution whose weight gradient is gathered before the next panel of filters is taken. */
const blockPixels = 128

const weightsAt = (layout: NetworkLayout, place: LayerPlace): number => layout.weights + place.weights * 4
const biasesAt = (layout: NetworkLayout, place: LayerPlace): number => layout.weights + place.biases * 4

/** The pixels in `layout.pixels` through convolutions and pools, as image `image` of the batch. */
function mapForward(kernels: Kernels, layout: NetworkLayout, image: number): void {
  const { plan, activations, firstDense } = layout
  const first = activations[0]
  if (!first?.map) return
  const { height, width, channels } = plan.input
  const start = first.at + image * first.stride + first.map.inside
  const { rowBytes } = first.map
  const pixelBytes = first.map.channels * 4
  kernels.loadImage(layout.pixels, height, width, channels, layout.scale, layout.offset, start, rowBytes, pixelBytes)
  for (let index = 0; index < firstDense; index++) {
    const stage = plan.stages[index]
    const source = activations[index]
    const target = activations[index + 1]
    const tables = layout.stages[index]
    if (!stage || !source?.map || !target?.map || !tables) return
    const from = source.at + image * source.stride
    const to = target.at + image * target.stride
    if (stage.kind === 'conv') {
      const place = layout.layers[stage.layer]
      if (!place) return
      kernels.convolve(
        from,
        tables.windows,
        source.map.rowBytes,
        source.map.channels,
        weightsAt(layout, place),
        biasesAt(layout, place),
        place.panels,
        to,
        tables.places,
        0,
        tables.tiles,
      )
    } else {
      kernels.poolForward(
        from + source.map.inside,
        source.map.rowBytes,
        to + target.map.inside,
        target.map.rowBytes,
        source.map.height,
        source.map.width,
        source.map.channels,
      )
    }
  }
}

/** The dense layers, for the first `count` images of the batch. */
function denseForward(kernels: Kernels, layout: NetworkLayout, count: number, pause: () => void): void {
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
function denseBack(kernels: Kernels, layout: NetworkLayout, count: number, pause: () => void): void {
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

/** Adds image `image`'s part to the gradients of all convolutions. */
function mapBack(kernels: Kernels, layout: NetworkLayout, image: number): void {
  const { plan, activations, firstDense, firstConvolution } = layout
  const top = activations[firstDense]
  if (!top?.map) return
  // gradient of the current stage's output: the map's own layout at the top, one image with border below
  let gradient = layout.flatGradient + image * top.stride
  let gradientMap: MapLayout = top.map
  for (let index = firstDense - 1; index >= firstConvolution; index--) {
    const stage = plan.stages[index]
    const source = activations[index]
    const tables = layout.stages[index]
    const below = layout.stages[index - 1]
    if (!stage || !source?.map || !tables?.gradientMap) return
    const input = source.at + image * source.stride
    if (stage.kind === 'pool') {
      if (!below?.gradientMap) return
      kernels.poolInputGradient(
        input + source.map.inside,
        source.map.rowBytes,
        gradient + gradientMap.inside,
        gradientMap.rowBytes,
        below.gradient + below.gradientMap.inside,
        below.gradientMap.rowBytes,
        source.map.height,
        source.map.width,
        source.map.channels,
      )
    } else if (stage.kind === 'conv') {
      const place = layout.layers[stage.layer]
      if (!place) return
      const bordered = tables.gradientMap
      if (gradientMap.border === 0) {
        const bytes = gradientMap.rowBytes
        kernels.copyRows(gradient, bytes, tables.gradient + bordered.inside, bordered.rowBytes, bordered.height, bytes)
      }
      kernels.convolutionWeightGradient(
        input,
        tables.gradient,
        layout.gradients + place.weights * 4,
        layout.gradients + place.biases * 4,
        stage.height,
        stage.width,
        source.map.channels,
        bordered.channels,
        Math.max(1, Math.floor(blockPixels / stage.width)),
      )
      if (index === firstConvolution || !below?.gradientMap) return
      kernels.convolve(
        tables.gradient,
        tables.backWindows,
        bordered.rowBytes,
        bordered.channels,
        tables.turnedWeights,
        0,
        source.map.channels / 8,
        below.gradient,
        tables.backPlaces,
        input,
        tables.tiles,
      )
    }
    if (!below?.gradientMap) return
    gradient = below.gradient
    gradientMap = below.gradientMap
  }
}

export const carryForward = { map: mapForward, dense: denseForward }
export const carryBack = { dense: denseBack, map: mapBack }
