import type { Kernels } from './kernels.ts'
import { weightsAt, type LayerPlace, type NetworkLayout, type StagePlace } from './layout.ts'
import { partitions } from './partitions.ts'

/** A convolution's weights and where they are used. */
interface Convolution {
  place: LayerPlace
  tables: StagePlace
  /** Channels of its input, with padding. */
  channels: number
  filters: number
}

/** What is done with the weights of all convolutions, once a batch or once for each part of it. */
export interface MapWeights {
  /** Before a batch goes forward with new weights: as the convolutions by Winograd's method read them. */
  transform(): void
  /** Before a batch goes back: turned. */
  turn(): void
  /** Before a part's first group goes back: its sums at 0. @param shift bytes from the first part's memory to this part's */
  clear(shift: number): void
  /** After a batch's last group: the parts' sums become gradients. */
  finish(): void
}

export function createMapWeights(kernels: Kernels, layout: NetworkLayout): MapWeights {
  const convolutions = layout.plan.stages.flatMap((stage, index): Convolution[] => {
    const place = stage.kind === 'conv' ? layout.layers[stage.layer] : undefined
    const source = layout.activations[index]?.map
    const tables = layout.stages[index]
    return place && source && tables ? [{ place, tables, channels: source.channels, filters: place.panels * 8 }] : []
  })
  const sum = (source: number, count: number, target: number): void =>
    kernels.sumParts(source, layout.partitionBytes, partitions, count, target)
  return {
    transform() {
      for (const { place, tables, channels } of convolutions) {
        if (tables.winograd)
          kernels.winogradWeights(weightsAt(layout, place), tables.winograd.weights, channels, place.panels)
      }
    },
    turn() {
      for (const { place, tables, channels, filters } of convolutions) {
        if (tables.turnedWeights === 0) continue
        kernels.turnWeights(weightsAt(layout, place), tables.turnedWeights, channels, filters)
        if (tables.winograd)
          kernels.winogradWeights(tables.turnedWeights, tables.winograd.turned, filters, channels / 8)
      }
    },
    clear(shift) {
      for (const { place, tables, filters } of convolutions) {
        kernels.clear(tables.partBiases + shift, filters * 4)
        if (tables.winograd) kernels.clear(tables.winograd.sums + shift, tables.winograd.sumBytes)
        else kernels.clear(tables.partWeights + shift, filters * place.inputs * 4)
      }
    },
    finish() {
      for (const { place, tables, channels, filters } of convolutions) {
        const weights = layout.gradients + place.weights * 4
        sum(tables.partBiases, filters, layout.gradients + place.biases * 4)
        if (tables.winograd) {
          const { sums, sumBytes } = tables.winograd
          sum(sums, sumBytes / 4, sums)
          kernels.winogradGather(sums, weights, channels, place.panels)
        } else {
          sum(tables.partWeights, filters * place.inputs, weights)
        }
      }
    },
  }
}
