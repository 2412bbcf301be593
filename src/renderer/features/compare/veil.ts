import type { DistancePoints } from '../../../shared/charts/distance-points.ts'
import type { Palette } from '../../charts/palette.ts'
import type { PlotPlace } from './brush.ts'

/** Pixels between the plot's frame and the overlay's upper and lower edge; the grid of `buildDistanceOption`. */
const margins = { top: 31, bottom: 75 } as const
/** Of 255: how much the veil hides. */
const opacity = 158

/** Where an image's pixels are, and what they are where nothing is lit. */
export interface PixelPlaces {
  /** (row, column): the veil alone. */
  veil: Uint32Array
  /** (pair): the upper left pixel of its square; −1 where it does not fit into the image. */
  corners: Int32Array
  /** Pixels of a square's side. */
  size: number
  /** Of a lit pixel. */
  colour: number
  width: number
}

/** @param image its size in pixels of the screen @param scale pixels of the screen in one of the page */
export function placePixels(
  image: { width: number; height: number },
  { x0, y0, xScale, yScale, height }: PlotPlace,
  { xs, ys, slots }: Pick<DistancePoints, 'xs' | 'ys' | 'slots'>,
  scale: number,
  palette: Pick<Palette, 'surface' | 'text'>,
): PixelPlaces {
  const veil = new Uint32Array(image.width * image.height)
  const left = Math.max(0, Math.ceil((x0 + slots.from * xScale + 1) * scale))
  const right = Math.min(image.width, Math.floor((x0 + slots.to * xScale - 1) * scale))
  const top = Math.ceil(margins.top * scale)
  const bottom = Math.min(image.height, Math.floor((height - margins.bottom) * scale))
  const hidden = littleEndian(palette.surface, opacity)
  for (let row = top; row < bottom; row++) veil.fill(hidden, row * image.width + left, row * image.width + right)
  const size = Math.round(3 * scale)
  const corners = Int32Array.from(xs, (across, pair) => {
    const x = Math.round((x0 + across * xScale - 1.5) * scale)
    const y = Math.round((y0 + (ys[pair] ?? 0) * yScale - 1.5) * scale)
    const fits = x >= 0 && y >= 0 && x + size <= image.width && y + size <= image.height
    return fits ? y * image.width + x : -1
  })
  return { veil, corners, size, colour: littleEndian(palette.text, 255), width: image.width }
}

/** Sets the veil, and a square for each lit pair (1). */
export function paintVeil(
  image: { data: Uint8ClampedArray },
  { veil, corners, size, colour, width }: PixelPlaces,
  lit: Uint8Array,
): void {
  const pixels = new Uint32Array(image.data.buffer)
  pixels.set(veil)
  for (let pair = 0; pair < corners.length; pair++) {
    const corner = corners[pair] ?? -1
    if (lit[pair] !== 1 || corner === -1) continue
    for (let row = corner; row < corner + size * width; row += width)
      for (let pixel = row; pixel < row + size; pixel++) pixels[pixel] = colour
  }
}

/** A colour `#rrggbb` as a pixel of an image. */
function littleEndian(colour: string, alpha: number): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
}
