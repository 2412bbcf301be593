import { blockTiles } from './convolution-path.ts'
import type { Kernels } from './kernels.ts'
import { biasesAt, weightsAt, type NetworkLayout, type StagePlace, type WinogradPlace } from './layout.ts'
import type { MapLayout } from './maps.ts'
import { partitions, type Group } from './partitions.ts'

/** Pixels of a convolution whose weight gradient is gathered before the next panel of filters is taken. */
const blockPixels = 128

/** A map of several images: the first one's address, and bytes from one to the next. */
interface Maps {
  at: number
  stride: number
  map: MapLayout
}

function mapsOf(layout: NetworkLayout, index: number, first: number): Maps | null {
  const activation = layout.activations[index]
  if (!activation?.map) return null
  const { at, stride, map } = activation
  return { at: at + first * stride, stride, map }
}

const gradientsOf = (place: StagePlace | undefined, shift: number): Maps | null =>
  place?.gradientMap ? { at: place.gradient + shift, stride: place.gradientMap.bytes, map: place.gradientMap } : null

/** What `winogradConvolve` ends with, either way. */
function convolveByTiles(
  kernels: Kernels,
  { down, across }: WinogradPlace,
  from: Maps,
  weights: number,
  bias: number,
  to: Maps,
  gate: number,
  images: number,
  workspace: number,
): void {
  const cut = gate === 0 ? 0 : gate + to.map.inside
  const source = [from.at, from.stride, from.map.rowBytes, from.map.channels] as const
  const target = [to.at + to.map.inside, to.stride, to.map.rowBytes] as const
  const panels = to.map.channels / 8
  kernels.winogradConvolve(
    ...source,
    weights,
    bias,
    panels,
    ...target,
    cut,
    down,
    across,
    images,
    blockTiles,
    workspace,
  )
}

/** The weights as the convolutions by Winograd's method read them; once for each change of weights. */
export function transformMapWeights(kernels: Kernels, layout: NetworkLayout): void {
  layout.plan.stages.forEach((stage, index) => {
    const place = stage.kind === 'conv' ? layout.layers[stage.layer] : undefined
    const source = layout.activations[index]?.map
    const winograd = layout.stages[index]?.winograd
    if (!place || !source || !winograd) return
    kernels.winogradWeights(weightsAt(layout, place), winograd.weights, source.channels, place.panels)
  })
}

/** The group's images, loaded already, through convolutions and pools. */
export function carryMapsForward(kernels: Kernels, layout: NetworkLayout, group: Group): void {
  const { first, count, shift } = group
  for (let index = 0; index < layout.firstDense; index++) {
    const stage = layout.plan.stages[index]
    const from = mapsOf(layout, index, first)
    const to = mapsOf(layout, index + 1, first)
    const tables = layout.stages[index]
    if (!stage || !from || !to || !tables) return
    const place = stage.kind === 'conv' ? layout.layers[stage.layer] : undefined
    if (place && tables.winograd) {
      const { winograd } = tables
      const bias = biasesAt(layout, place)
      convolveByTiles(kernels, winograd, from, winograd.weights, bias, to, 0, count, layout.mapWorkspace + shift)
      continue
    }
    for (let image = 0; image < count; image++) {
      const input = from.at + image * from.stride
      const output = to.at + image * to.stride
      if (place) {
        kernels.convolve(
          input,
          tables.windows,
          from.map.rowBytes,
          from.map.channels,
          weightsAt(layout, place),
          biasesAt(layout, place),
          place.panels,
          output,
          tables.places,
          0,
          tables.tiles,
        )
      } else {
        kernels.poolForward(
          input + from.map.inside,
          from.map.rowBytes,
          output + to.map.inside,
          to.map.rowBytes,
          from.map.height,
          from.map.width,
          from.map.channels,
        )
      }
    }
  }
}

/** Before a batch goes back: the weights turned. */
export function turnMapWeights(kernels: Kernels, layout: NetworkLayout): void {
  layout.plan.stages.forEach((stage, index) => {
    const place = stage.kind === 'conv' ? layout.layers[stage.layer] : undefined
    const source = layout.activations[index]?.map
    const { winograd = null, turnedWeights = 0 } = layout.stages[index] ?? {}
    if (!place || !source || turnedWeights === 0) return
    const filters = place.panels * 8
    kernels.turnWeights(weightsAt(layout, place), turnedWeights, source.channels, filters)
    if (winograd) kernels.winogradWeights(turnedWeights, winograd.turned, filters, source.channels / 8)
  })
}

/** Before a part's first group goes back: its sums at 0. */
export function clearPart(kernels: Kernels, layout: NetworkLayout, shift: number): void {
  layout.plan.stages.forEach((stage, index) => {
    const place = stage.kind === 'conv' ? layout.layers[stage.layer] : undefined
    const tables = layout.stages[index]
    if (!place || !tables) return
    const { winograd, partBiases, partWeights } = tables
    const units = place.panels * 8
    kernels.clear(partBiases + shift, units * 4)
    if (winograd) kernels.clear(winograd.sums + shift, winograd.sumBytes)
    else kernels.clear(partWeights + shift, units * place.inputs * 4)
  })
}

/** Adds the group's part to the gradients of all convolutions. */
export function carryMapsBack(kernels: Kernels, layout: NetworkLayout, group: Group): void {
  const { first, count, shift } = group
  const top = mapsOf(layout, layout.firstDense, first)
  if (!top) return
  // gradients of the current stage's output: the map's own layout at the top, with border below
  let gradients: Maps = { ...top, at: layout.flatGradient + first * top.stride }
  for (let index = layout.firstDense - 1; index >= layout.firstConvolution; index--) {
    const stage = layout.plan.stages[index]
    const input = mapsOf(layout, index, first)
    const tables = layout.stages[index]
    const below = gradientsOf(layout.stages[index - 1], shift)
    if (!stage || !input || !tables) return
    if (stage.kind === 'pool') {
      if (!below) return
      poolBack(kernels, input, gradients, below, count)
    } else if (stage.kind === 'conv') {
      const own = gradientsOf(tables, shift)
      if (!own) return
      if (gradients.map.border === 0) addBorders(kernels, gradients, own, count)
      gatherWeights(kernels, layout, index, input, own, group)
      if (index === layout.firstConvolution || !below) return
      convolveBack(kernels, layout, tables, own, below, input, group)
    }
    if (!below) return
    gradients = below
  }
}

/** After a batch's last group: the parts' sums become gradients. */
export function finishMapsBack(kernels: Kernels, layout: NetworkLayout): void {
  const sum = (source: number, count: number, target: number): void =>
    kernels.sumParts(source, layout.partitionBytes, partitions, count, target)
  layout.plan.stages.forEach((stage, index) => {
    const place = stage.kind === 'conv' ? layout.layers[stage.layer] : undefined
    const source = layout.activations[index]?.map
    const tables = layout.stages[index]
    if (!place || !source || !tables) return
    const { winograd, partBiases, partWeights } = tables
    const units = place.panels * 8
    const weights = layout.gradients + place.weights * 4
    sum(partBiases, units, layout.gradients + place.biases * 4)
    if (winograd) {
      sum(winograd.sums, winograd.sumBytes / 4, winograd.sums)
      kernels.winogradGather(winograd.sums, weights, source.channels, place.panels)
    } else {
      sum(partWeights, units * place.inputs, weights)
    }
  })
}

function poolBack(kernels: Kernels, input: Maps, gradients: Maps, below: Maps, count: number): void {
  for (let image = 0; image < count; image++) {
    kernels.poolInputGradient(
      input.at + image * input.stride + input.map.inside,
      input.map.rowBytes,
      gradients.at + image * gradients.stride + gradients.map.inside,
      gradients.map.rowBytes,
      below.at + image * below.stride + below.map.inside,
      below.map.rowBytes,
      input.map.height,
      input.map.width,
      input.map.channels,
    )
  }
}

function addBorders(kernels: Kernels, { at, stride, map }: Maps, to: Maps, count: number): void {
  for (let image = 0; image < count; image++) {
    const target = to.at + image * to.stride + to.map.inside
    kernels.copyRows(at + image * stride, map.rowBytes, target, to.map.rowBytes, map.height, map.rowBytes)
  }
}

function gatherWeights(
  kernels: Kernels,
  layout: NetworkLayout,
  index: number,
  input: Maps,
  gradients: Maps,
  { count, shift }: Group,
): void {
  const tables = layout.stages[index]
  if (!tables) return
  const { channels, rowBytes, height, width } = input.map
  const biases = tables.partBiases + shift
  const { winograd } = tables
  if (winograd) {
    const source = [input.at, input.stride, rowBytes, channels] as const
    const { map } = gradients
    const { sums, down, across } = winograd
    kernels.winogradWeightGradient(
      ...source,
      gradients.at + map.inside,
      gradients.stride,
      map.rowBytes,
      map.channels,
      sums + shift,
      biases,
      down,
      across,
      count,
      blockTiles,
      layout.mapWorkspace + shift,
    )
    return
  }
  const blockRows = Math.max(1, Math.floor(blockPixels / width))
  for (let image = 0; image < count; image++) {
    kernels.convolutionWeightGradient(
      input.at + image * input.stride,
      gradients.at + image * gradients.stride,
      tables.partWeights + shift,
      biases,
      height,
      width,
      channels,
      gradients.map.channels,
      blockRows,
    )
  }
}

function convolveBack(
  kernels: Kernels,
  layout: NetworkLayout,
  tables: StagePlace,
  gradients: Maps,
  below: Maps,
  input: Maps,
  { count, shift }: Group,
): void {
  if (tables.winograd) {
    const { winograd } = tables
    convolveByTiles(
      kernels,
      winograd,
      gradients,
      winograd.turned,
      0,
      below,
      input.at,
      count,
      layout.mapWorkspace + shift,
    )
    return
  }
  for (let image = 0; image < count; image++) {
    kernels.convolve(
      gradients.at + image * gradients.stride,
      tables.backWindows,
      gradients.map.rowBytes,
      gradients.map.channels,
      tables.turnedWeights,
      0,
      input.map.channels / 8,
      below.at + image * below.stride,
      tables.backPlaces,
      input.at + image * input.stride,
      tables.tiles,
    )
  }
}
