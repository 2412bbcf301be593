import type { DistancePoints } from '../../../shared/charts/distance-points.ts'

/** In pixels of the plot; any two opposite corners. */
export interface Rectangle {
  x1: number
  y1: number
  x2: number
  y2: number
}

/** From places on the axes to pixels: x0 + x · xScale, y0 + y · yScale. */
export interface PlotScale {
  x0: number
  y0: number
  xScale: number
  yScale: number
}

export interface PlotPlace extends PlotScale {
  /** Of the plot, in pixels. */
  width: number
  height: number
}

/** How far from a click, in pixels, a point may be. */
const reach = 7

/** (pair): 1 inside the rectangle, else 0. */
export function pairsInside({ xs, ys }: DistancePoints, scale: PlotScale, rectangle: Rectangle): Uint8Array {
  const toX = (pixel: number): number => (pixel - scale.x0) / scale.xScale
  const toY = (pixel: number): number => (pixel - scale.y0) / scale.yScale
  const left = Math.min(toX(rectangle.x1), toX(rectangle.x2))
  const right = Math.max(toX(rectangle.x1), toX(rectangle.x2))
  const low = Math.min(toY(rectangle.y1), toY(rectangle.y2))
  const high = Math.max(toY(rectangle.y1), toY(rectangle.y2))
  const flags = new Uint8Array(xs.length)
  for (let pair = 0; pair < xs.length; pair++) {
    const x = xs[pair] ?? 0
    const y = ys[pair] ?? 0
    if (x >= left && x <= right && y >= low && y <= high) flags[pair] = 1
  }
  return flags
}

/** The pair whose point is nearest to a pixel; −1 when none is near. */
export function findNearest({ xs, ys }: DistancePoints, scale: PlotScale, x: number, y: number): number {
  let nearest = -1
  let least = reach ** 2
  for (let pair = 0; pair < xs.length; pair++) {
    const across = scale.x0 + (xs[pair] ?? 0) * scale.xScale - x
    const up = scale.y0 + (ys[pair] ?? 0) * scale.yScale - y
    const distance = across ** 2 + up ** 2
    if (distance > least) continue
    least = distance
    nearest = pair
  }
  return nearest
}
