import { createDirectStage, createPoolStage } from './direct-stages.ts'
import type { Kernels } from './kernels.ts'
import type { NetworkLayout } from './layout.ts'
import type { Group, MapStage } from './map-stages.ts'
import { createWinogradStage } from './winograd-stage.ts'

/** A group's way through convolutions and pools. */
export interface MapPasses {
  /** Of images that are loaded already. */
  forward(group: Group): void
  /** Adds the group's part to the gradients of all convolutions. */
  back(group: Group): void
}

export function createMapPasses(kernels: Kernels, layout: NetworkLayout): MapPasses {
  const forward: MapStage[] = []
  const back: MapStage[] = []
  for (let index = 0; index < layout.firstDense; index++) {
    const created = createStage(kernels, layout, index)
    if (!created) continue
    forward.push(created)
    if (index >= layout.firstConvolution) back.unshift(created)
  }
  return {
    forward(group) {
      for (const stage of forward) stage.forward(group)
    },
    back(group) {
      for (const stage of back) stage.back(group)
    },
  }
}

function createStage(kernels: Kernels, layout: NetworkLayout, index: number): MapStage | null {
  const stage = layout.plan.stages[index]
  const tables = layout.stages[index]
  if (stage?.kind === 'conv') {
    const place = layout.layers[stage.layer]
    if (!place || !tables) return null
    if (tables.winograd) return createWinogradStage(kernels, layout, index, place, tables, tables.winograd)
    return createDirectStage(kernels, layout, index, place, tables)
  }
  const doneAbove = layout.stages[index - 1]?.winograd?.codes ?? 0
  return stage?.kind === 'pool' && doneAbove === 0 ? createPoolStage(kernels, layout, index) : null
}
