import { blockTiles, type WinogradPlace } from './convolution-path.ts'
import type { Kernels } from './kernels.ts'
import { biasesAt, type LayerPlace, type NetworkLayout, type StagePlace } from './layout.ts'
import { addBorders, gradientsAbove, gradientsOf, mapsOf, startOf, type MapStage } from './map-stages.ts'

/** A convolution by Winograd's method, with the pool behind it where there is one. */
export function createWinogradStage(
  kernels: Kernels,
  layout: NetworkLayout,
  index: number,
  place: LayerPlace,
  tables: StagePlace,
  winograd: WinogradPlace,
): MapStage | null {
  const { down, across, sums, weights, turned, codes } = winograd
  const pooled = codes !== 0
  const last = pooled ? index + 1 : index
  const input = mapsOf(layout, index)
  const output = mapsOf(layout, last + 1)
  const above = gradientsAbove(layout, last)
  const own = gradientsOf(tables)
  if (!input || !output) return null
  const codeBytes = down * across * 16 * place.panels * 8
  const source = [input.map.rowBytes, input.map.channels] as const
  const bias = biasesAt(layout, place)
  const below = index > layout.firstConvolution ? gradientsOf(layout.stages[index - 1]) : null

  return {
    forward(group) {
      kernels.winogradConvolve(
        startOf(input, group),
        input.stride,
        ...source,
        weights,
        bias,
        place.panels,
        startOf(output, group) + output.map.inside,
        output.stride,
        output.map.rowBytes,
        0,
        pooled ? codes + group.first * codeBytes : 0,
        down,
        across,
        group.count,
        blockTiles,
        layout.mapWorkspace + group.shift,
      )
    },
    back(group) {
      if (!above || !own) return
      const workspace = layout.mapWorkspace + group.shift
      const passedDown = startOf(above, group) + above.map.inside
      const gradient = startOf(own, group)
      if (!pooled && !above.own) addBorders(kernels, above, own, passedDown, gradient, group.count)
      kernels.winogradWeightGradient(
        startOf(input, group),
        input.stride,
        ...source,
        gradient + own.map.inside,
        own.stride,
        own.map.rowBytes,
        own.map.channels,
        passedDown,
        above.stride,
        above.map.rowBytes,
        pooled ? codes + group.first * codeBytes : 0,
        sums + group.shift,
        tables.partBiases + group.shift,
        down,
        across,
        group.count,
        blockTiles,
        workspace,
      )
      if (!below) return
      kernels.winogradConvolve(
        gradient,
        own.stride,
        own.map.rowBytes,
        own.map.channels,
        turned,
        0,
        input.map.channels / 8,
        startOf(below, group) + below.map.inside,
        below.stride,
        below.map.rowBytes,
        startOf(input, group) + input.map.inside,
        0,
        down,
        across,
        group.count,
        blockTiles,
        workspace,
      )
    },
  }
}
