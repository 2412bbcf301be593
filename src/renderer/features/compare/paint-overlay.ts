import type { DistancePoints } from '../../charts/distance-points.ts'
import type { Palette } from '../../charts/palette.ts'
import type { PlotScale, Rectangle } from './brush.ts'

export interface PlotPlace extends PlotScale {
  /** Of the overlay, in pixels. */
  width: number
  height: number
}

/** Over a plot: a veil on everything, the lit pairs, and the rectangle that is being drawn. */
export function paintOverlay(
  canvas: HTMLCanvasElement,
  place: PlotPlace,
  { xs, ys, slots }: DistancePoints,
  lit: Uint8Array | null,
  drag: Rectangle | null,
  palette: Palette,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const scale = window.devicePixelRatio
  const width = Math.ceil(place.width * scale)
  const height = Math.ceil(place.height * scale)
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, place.width, place.height)
  if (lit) {
    const left = place.x0 + slots.from * place.xScale
    const right = place.x0 + slots.to * place.xScale
    context.globalAlpha = 0.62
    context.fillStyle = palette.surface
    context.fillRect(left + 1, 31, right - left - 2, place.height - 31 - 75)
    context.globalAlpha = 1
    context.fillStyle = palette.text
    for (let pair = 0; pair < xs.length; pair++) {
      if (lit[pair] !== 1) continue
      const x = place.x0 + (xs[pair] ?? 0) * place.xScale
      context.fillRect(x - 1.5, place.y0 + (ys[pair] ?? 0) * place.yScale - 1.5, 3, 3)
    }
  }
  if (!drag) return
  context.strokeStyle = palette.text
  context.lineWidth = 1
  context.setLineDash([4, 3])
  context.strokeRect(drag.x1, drag.y1, drag.x2 - drag.x1, drag.y2 - drag.y1)
  context.setLineDash([])
}
