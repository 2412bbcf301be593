import type { Kernels } from './kernels.ts'
import type { NetworkLayout, StagePlace } from './layout.ts'
import type { MapLayout } from './maps.ts'

/** Some images of a batch that go through the maps together. */
export interface Group {
  first: number
  count: number
  /** Bytes from the first part's own memory to this part's. */
  shift: number
}

/** A stage of the maps with all its addresses at hand, so that a step makes nothing new. */
export interface MapStage {
  forward(group: Group): void
  /** Adds to the gradients of the stage's weights, and carries the gradient down where it is wanted. */
  back(group: Group): void
}

/** Maps of several images: the first one's address, and bytes from one to the next. */
export interface Maps {
  at: number
  stride: number
  map: MapLayout
  /** A part's own, of one group; else the whole batch's. */
  own: boolean
}

/** Where the maps of a group begin. */
export const startOf = ({ at, stride, own }: Maps, { first, shift }: Group): number =>
  own ? at + shift : at + first * stride

/** Input of the stage `index`, or output of the one before. */
export function mapsOf({ activations }: NetworkLayout, index: number): Maps | null {
  const { at = 0, stride = 0, map } = activations[index] ?? {}
  return map ? { at, stride, map, own: false } : null
}

/** Gradients with border, a part's own, of a stage's output. */
export const gradientsOf = (place: StagePlace | undefined): Maps | null =>
  place?.gradientMap ? { at: place.gradient, stride: place.gradientMap.bytes, map: place.gradientMap, own: true } : null

/** Gradients of a stage's output as they come from above: with border, or as the first dense layer leaves them. */
export function gradientsAbove(layout: NetworkLayout, index: number): Maps | null {
  if (index !== layout.firstDense - 1) return gradientsOf(layout.stages[index])
  const top = mapsOf(layout, layout.firstDense)
  return top && { ...top, at: layout.flatGradient }
}

/** Gradients without border, as a dense layer leaves them, into maps with one. */
export function addBorders(
  kernels: Kernels,
  from: Maps,
  to: Maps,
  source: number,
  target: number,
  count: number,
): void {
  const { map } = from
  for (let image = 0; image < count; image++) {
    const inside = target + image * to.stride + to.map.inside
    kernels.copyRows(source + image * from.stride, map.rowBytes, inside, to.map.rowBytes, map.height, map.rowBytes)
  }
}
