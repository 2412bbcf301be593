import type { NetworkPlan } from '../../science/networks.ts'
import {
  chooseWinograd,
  groupImages,
  sumBytes,
  transformedBytes,
  winogradWorkspace,
  type WinogradPlace,
} from './convolution-path.ts'
import { layMap, pixelOffsets, roundUp, tiledPixels, type MapLayout } from './maps.ts'
import { partitions } from './partitions.ts'
import { planSparse, type SparsePlace } from './sparse-plan.ts'

/** Values of every image of a batch, `stride` bytes apart. A map that a dense layer reads is its row of inputs as well. */
export interface Activation {
  at: number
  stride: number
  /** Absent behind the first dense layer. */
  map?: MapLayout
}

/** Where a layer's weights lie in each of the parameter arrays (weights, gradients, moments, masks), as indices. */
export interface LayerPlace {
  weights: number
  biases: number
  /** Units / 8, rounded up. Weights: (panel, input, unit in panel); biases: (unit). */
  panels: number
  /** Inputs with padding: 9 · padded channels, or a multiple of 24. */
  inputs: number
  /** Dense layers that may be computed by their kept weights alone; then `weights` holds those alone. */
  sparse: SparsePlace | null
  /** Place of each input of the public order among the padded inputs. Made when asked for, as it may be large. */
  inputPlaces(): Uint32Array
}

/** Tables and scratch memory of one stage; gradients are those of its output. All are byte addresses. */
export interface StagePlace {
  /** Direct convolutions: offset of each output pixel's window in the input, of the pixel in the output; tiles of 6 pixels. */
  windows: number
  places: number
  tiles: number
  /** Carrying a gradient back through a convolution: windows in its output's gradient, places in its input's. */
  backWindows: number
  backPlaces: number
  turnedWeights: number
  /** Convolutions that go Winograd's way. */
  winograd: WinogradPlace | null
  /** Convolutions: a part's gradients of biases and, where they go the direct way, of weights, laid out like them. */
  partBiases: number
  partWeights: number
  /** A group's gradients with border, a part's own (conv and pool), or the whole batch's (dense). */
  gradient: number
  gradientMap?: MapLayout
}

/** Where everything that one network needs lies in one WebAssembly memory. */
export interface NetworkLayout {
  plan: NetworkPlan
  /** Most images of a batch. */
  capacity: number
  /** Of the input, then of each stage's output. */
  activations: Activation[]
  stages: StagePlace[]
  layers: LayerPlace[]
  /** Values in each parameter array. */
  parameters: number
  weights: number
  gradients: number
  first: number
  second: number
  /** A byte for each parameter. */
  masks: number
  /** First stage that has weights behind which gradients must be carried: a convolution, or `stages.length`. */
  firstConvolution: number
  /** First dense stage. */
  firstDense: number
  /** Gradient of the map that the first dense layer reads, laid out like it. */
  flatGradient: number
  /** The batch's, (image, row, col, channel), uint8. */
  pixels: number
  labels: number
  /** With zeros up to whole vectors. */
  scale: number
  offset: number
  /** Of the dense layers. */
  workspace: number
  /** Of the maps, a part's own. */
  mapWorkspace: number
  /** What the parts own lies this far apart. */
  partitionBytes: number
  /** A byte for each layer: 1 where it is computed by its kept weights alone. */
  sparseFlags: number
  /** `scratchBytes` for each thread. */
  scratch: number
  bytes: number
  /** Offset tables to be written once. */
  tables: { at: number; values(): Uint32Array }[]
}

export const weightsAt = (layout: NetworkLayout, place: LayerPlace): number => layout.weights + place.weights * 4
export const biasesAt = (layout: NetworkLayout, place: LayerPlace): number => layout.weights + place.biases * 4

/** What `setScratch` wants, and as much again between two threads' writes. */
export const scratchBytes = 3072

// Rows a multiple of 4 KiB apart would share the same few cache lines.
const rowStride = (bytes: number): number => (bytes % 4096 === 0 ? bytes + 64 : bytes)

/** Plans one network's memory from the address `start` on. */
export function planLayout(plan: NetworkPlan, capacity: number, start: number): NetworkLayout {
  let end = start
  const reserve = (bytes: number): number => {
    const at = roundUp(end, 64)
    end = at + bytes
    return at
  }
  const { stages } = plan
  const firstDense = stages.findIndex((stage) => stage.kind === 'dense')
  const convolution = stages.findIndex((stage) => stage.kind === 'conv')
  const firstConvolution = convolution < 0 ? stages.length : convolution

  const reserveActivation = (map: MapLayout): Activation => {
    // 24: tiles of 6 rows, panels of 8, vectors of 4 all fit the inputs of a dense layer
    const stride = map.border ? map.bytes : rowStride(roundUp(map.bytes, 96))
    return { at: reserve(stride * capacity), stride, map }
  }
  const borderBefore = (index: number): 0 | 1 => (stages[index]?.kind === 'conv' ? 1 : 0)

  const { height, width, channels } = plan.input
  const inputChannels = stages[0]?.kind === 'dense' ? channels : roundUp(channels, 4)
  let map = layMap(height, width, inputChannels, borderBefore(0))
  const activations = [reserveActivation(map)]
  const layers: LayerPlace[] = []
  const places: StagePlace[] = []
  const tables: NetworkLayout['tables'] = []
  let parameters = 0
  let workspaceBytes = 0
  let mapWorkspaceBytes = 0
  let flatGradient = 0
  let partitionBytes = 0
  /** Room in each part, from the start of its memory. */
  const reserveInPart = (size: number): number => {
    const at = partitionBytes
    partitionBytes = roundUp(at + size, 64)
    return at
  }

  /** Offsets of a map's pixels, of their windows if they start at the border. */
  const reserveTable = (pixels: MapLayout, first: number): number => {
    const at = reserve(tiledPixels(pixels) * 4)
    tables.push({ at, values: () => pixelOffsets(pixels, first) })
    return at
  }
  const placeLayer = (units: number, inputs: number, inputPlaces: () => Uint32Array): LayerPlace => {
    const panels = Math.ceil(units / 8)
    const weights = parameters
    const biases = weights + panels * 8 * inputs
    parameters = biases + panels * 8
    const place: LayerPlace = { weights, biases, panels, inputs, sparse: null, inputPlaces }
    layers.push(place)
    return place
  }

  stages.forEach((stage, index) => {
    const place: StagePlace = {
      windows: 0,
      places: 0,
      tiles: 0,
      backWindows: 0,
      backPlaces: 0,
      turnedWeights: 0,
      winograd: null,
      partBiases: 0,
      partWeights: 0,
      gradient: 0,
    }
    places.push(place)
    if (stage.kind === 'dense') {
      const first = index === firstDense
      const inputs = first ? roundUp(map.height * map.width * map.channels, 24) : roundUp(stage.inputs, 24)
      const positions = map.height * map.width
      const padded = map.channels
      const inputPlaces = (): Uint32Array =>
        Uint32Array.from({ length: stage.inputs }, (_, input) =>
          first ? (input % positions) * padded + Math.floor(input / positions) : input,
        )
      const layer = placeLayer(stage.units, inputs, inputPlaces)
      const { panels } = layer
      const stride = rowStride(roundUp(stage.units, 24) * 4)
      activations.push({ at: reserve(stride * capacity), stride })
      place.gradient = reserve(stride * capacity)
      if (first && firstConvolution < index) flatGradient = reserve((activations[index]?.stride ?? 0) * capacity)
      workspaceBytes = Math.max(
        workspaceBytes,
        Math.ceil(capacity / 6) * panels * 192,
        panels * 8 * 64 * 4 * partitions,
      )
      const layerPlan = plan.layers[stage.layer]
      const carried = !first || firstConvolution < index
      if (layerPlan) layer.sparse = planSparse(layerPlan, inputs, panels, capacity, carried, reserve)
      return
    }
    const input = map
    if (stage.kind === 'conv') {
      map = layMap(stage.height, stage.width, roundUp(stage.filters, 8), borderBefore(index + 1))
      const inputPlaces = (): Uint32Array =>
        Uint32Array.from(
          { length: stage.channels * 9 },
          (_, entry) => (entry % 9) * input.channels + Math.floor(entry / 9),
        )
      placeLayer(stage.filters, 9 * input.channels, inputPlaces)
    } else {
      map = layMap(Math.floor(stage.height / 2), Math.floor(stage.width / 2), input.channels, borderBefore(index + 1))
    }
    const tiles = stage.kind === 'conv' ? chooseWinograd(stage) : null
    const pooled = tiles !== null && stages[index + 1]?.kind === 'pool'
    activations.push(pooled ? { at: 0, stride: 0, map } : reserveActivation(map))
    if (index < firstConvolution) return
    const gradientMap = layMap(map.height, map.width, map.channels, 1)
    place.gradientMap = gradientMap
    place.gradient = reserveInPart(gradientMap.bytes * groupImages)
    if (stage.kind !== 'conv') return
    place.partBiases = reserveInPart(map.channels * 4)
    const carried = index > firstConvolution
    if (carried) place.turnedWeights = reserve(9 * input.channels * map.channels * 4)
    if (tiles) {
      const sizes = [input.channels, map.channels] as const
      const transformed = transformedBytes(...sizes)
      const bytes = sumBytes(...sizes)
      const weights = reserve(transformed)
      place.winograd = {
        ...tiles,
        weights,
        turned: carried ? reserve(transformed) : 0,
        sums: reserveInPart(bytes),
        sumBytes: bytes,
        codes: pooled ? reserve(((map.height * map.width) / 4) * map.channels * 4 * capacity) : 0,
      }
      mapWorkspaceBytes = Math.max(mapWorkspaceBytes, winogradWorkspace(...sizes))
      return
    }
    place.partWeights = reserveInPart(9 * input.channels * map.channels * 4)
    place.windows = reserveTable(input, 0)
    place.places = reserveTable(map, map.inside)
    place.tiles = tiledPixels(map) / 6
    if (!carried) return
    const inputGradient = layMap(input.height, input.width, input.channels, 1)
    place.backWindows = reserveTable(gradientMap, 0)
    place.backPlaces = reserveTable(inputGradient, inputGradient.inside)
  })

  const mapWorkspace = reserveInPart(mapWorkspaceBytes)
  const parts = reserve(partitionBytes * partitions)
  for (const place of places) {
    if (!place.gradientMap) continue
    place.gradient += parts
    place.partBiases += parts
    place.partWeights += parts
    if (place.winograd) place.winograd.sums += parts
  }
  const array = (): number => reserve(parameters * 4)
  const [weights, gradients, first, second] = [array(), array(), array(), array()]
  const layout = {
    plan,
    capacity,
    activations,
    stages: places,
    layers,
    parameters,
    weights,
    gradients,
    first,
    second,
    masks: reserve(parameters),
    firstConvolution,
    firstDense,
    flatGradient,
    pixels: reserve(height * width * channels * capacity),
    labels: reserve(capacity),
    scale: reserve(roundUp(channels, 4) * 4),
    offset: reserve(roundUp(channels, 4) * 4),
    workspace: reserve(workspaceBytes),
    mapWorkspace: mapWorkspace + parts,
    partitionBytes,
    sparseFlags: reserve(layers.length),
    scratch: reserve(scratchBytes * partitions),
    tables,
  }
  return { ...layout, bytes: end }
}
