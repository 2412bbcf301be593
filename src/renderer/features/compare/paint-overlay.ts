import type { DistancePoints } from '../../../shared/charts/distance-points.ts'
import type { Palette } from '../../charts/palette.ts'
import type { PlotScale, Rectangle } from './brush.ts'

export interface PlotPlace extends PlotScale {
  /** Of the overlay, in pixels. */
  width: number
  height: number
}

/** Pixels between the plot's frame and the overlay's upper and lower edge; the grid of `buildDistanceOption`. */
const margins = { top: 31, bottom: 75 } as const
/** Of 255: how much the veil hides. */
const veil = 158
/** Kept from frame to frame: a new one each time would be most of the work. */
const images = new WeakMap<HTMLCanvasElement, ImageData>()

/**
 * Over a plot: a veil on everything, the lit pairs, and the rectangle that is being drawn. Points are set in an image, not
 * drawn one by one, so that lighting tens of thousands fits into a frame.
 */
export function paintOverlay(
  canvas: HTMLCanvasElement,
  place: PlotPlace,
  points: DistancePoints,
  lit: Uint8Array | null,
  drag: Rectangle | null,
  palette: Palette,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const scale = window.devicePixelRatio
  const width = Math.max(1, Math.ceil(place.width * scale))
  const height = Math.max(1, Math.ceil(place.height * scale))
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  if (lit) {
    const kept = images.get(canvas)
    const image = kept?.width === width && kept.height === height ? kept : context.createImageData(width, height)
    images.set(canvas, image)
    lightPoints(image, place, points, lit, scale, palette)
    context.putImageData(image, 0, 0)
  } else context.clearRect(0, 0, width, height)
  if (!drag) return
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.strokeStyle = palette.text
  context.lineWidth = 1
  context.setLineDash([4, 3])
  context.strokeRect(drag.x1, drag.y1, drag.x2 - drag.x1, drag.y2 - drag.y1)
  context.setLineDash([])
}

function lightPoints(
  image: ImageData,
  { x0, y0, xScale, yScale, height }: PlotPlace,
  { xs, ys, slots }: DistancePoints,
  lit: Uint8Array,
  scale: number,
  palette: Palette,
): void {
  const pixels = new Uint32Array(image.data.buffer).fill(0)
  const left = Math.max(0, Math.ceil((x0 + slots.from * xScale + 1) * scale))
  const right = Math.min(image.width, Math.floor((x0 + slots.to * xScale - 1) * scale))
  const top = Math.ceil(margins.top * scale)
  const bottom = Math.min(image.height, Math.floor((height - margins.bottom) * scale))
  const hidden = littleEndian(palette.surface, veil)
  for (let row = top; row < bottom; row++) pixels.fill(hidden, row * image.width + left, row * image.width + right)
  const shown = littleEndian(palette.text, 255)
  const size = Math.round(3 * scale)
  for (let pair = 0; pair < xs.length; pair++) {
    if (lit[pair] !== 1) continue
    const x = Math.round((x0 + (xs[pair] ?? 0) * xScale - 1.5) * scale)
    const y = Math.round((y0 + (ys[pair] ?? 0) * yScale - 1.5) * scale)
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) pixels[(y + row) * image.width + x + column] = shown
  }
}

/** A colour `#rrggbb` as a pixel of an image. */
function littleEndian(colour: string, alpha: number): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
}
