import type { Kernels } from './kernels.ts'
import { biasesAt, weightsAt, type LayerPlace, type NetworkLayout, type StagePlace } from './layout.ts'
import { addBorders, gradientsAbove, gradientsOf, mapsOf, startOf, type MapStage } from './map-stages.ts'

/** Pixels of a convolution whose weight gradient is gathered before the next panel of filters is taken. */
const blockPixels = 128

/** A convolution window by window, where Winograd's tiles don't fit. */
export function createDirectStage(
  kernels: Kernels,
  layout: NetworkLayout,
  index: number,
  place: LayerPlace,
  tables: StagePlace,
): MapStage | null {
  const input = mapsOf(layout, index)
  const output = mapsOf(layout, index + 1)
  const above = gradientsAbove(layout, index)
  const own = gradientsOf(tables)
  if (!input || !output) return null
  const { channels, rowBytes, height, width } = input.map
  const [weights, bias] = [weightsAt(layout, place), biasesAt(layout, place)]
  const blockRows = Math.max(1, Math.floor(blockPixels / width))
  const below = index > layout.firstConvolution ? gradientsOf(layout.stages[index - 1]) : null

  return {
    forward(group) {
      for (let image = 0; image < group.count; image++) {
        kernels.convolve(
          startOf(input, group) + image * input.stride,
          tables.windows,
          rowBytes,
          channels,
          weights,
          bias,
          place.panels,
          startOf(output, group) + image * output.stride,
          tables.places,
          0,
          tables.tiles,
        )
      }
    },
    back(group) {
      if (!above || !own) return
      const gradients = startOf(own, group)
      if (!above.own) addBorders(kernels, above, own, startOf(above, group), gradients, group.count)
      for (let image = 0; image < group.count; image++) {
        const source = startOf(input, group) + image * input.stride
        const gradient = gradients + image * own.stride
        kernels.convolutionWeightGradient(
          source,
          gradient,
          tables.partWeights + group.shift,
          tables.partBiases + group.shift,
          height,
          width,
          channels,
          own.map.channels,
          blockRows,
        )
        if (!below) continue
        kernels.convolve(
          gradient,
          tables.backWindows,
          own.map.rowBytes,
          own.map.channels,
          tables.turnedWeights,
          0,
          channels / 8,
          startOf(below, group) + image * below.stride,
          tables.backPlaces,
          source,
          tables.tiles,
        )
      }
    },
  }
}

/** A pool that no convolution does itself. */
export function createPoolStage(kernels: Kernels, layout: NetworkLayout, index: number): MapStage | null {
  const input = mapsOf(layout, index)
  const output = mapsOf(layout, index + 1)
  const above = gradientsAbove(layout, index)
  const below = index > layout.firstConvolution ? gradientsOf(layout.stages[index - 1]) : null
  if (!input || !output) return null
  const { height, width, channels, rowBytes, inside } = input.map

  return {
    forward(group) {
      for (let image = 0; image < group.count; image++) {
        kernels.poolForward(
          startOf(input, group) + image * input.stride + inside,
          rowBytes,
          startOf(output, group) + image * output.stride + output.map.inside,
          output.map.rowBytes,
          height,
          width,
          channels,
        )
      }
    },
    back(group) {
      if (!above || !below) return
      for (let image = 0; image < group.count; image++) {
        kernels.poolInputGradient(
          startOf(input, group) + image * input.stride + inside,
          rowBytes,
          startOf(above, group) + image * above.stride + above.map.inside,
          above.map.rowBytes,
          startOf(below, group) + image * below.stride + below.map.inside,
          below.map.rowBytes,
          height,
          width,
          channels,
        )
      }
    },
  }
}
