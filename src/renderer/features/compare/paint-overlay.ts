import type { DistancePoints } from '../../../shared/charts/distance-points.ts'
import type { Palette } from '../../charts/palette.ts'
import type { PlotPlace, Rectangle } from './brush.ts'
import { paintVeil, placePixels, type PixelPlaces } from './veil.ts'

/** What stays from frame to frame, as long as the points stay where they are: making it anew would be most of the work. */
interface Kept {
  of: readonly unknown[]
  image: ImageData
  places: PixelPlaces
}
const keptOf = new WeakMap<HTMLCanvasElement, Kept>()

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
    const of = [place, points, palette, scale]
    const known = keptOf.get(canvas)
    const isKept = known?.of.every((value, index) => value === of[index]) === true
    const image = known?.image.width === width && known.image.height === height ? known.image : null
    const kept: Kept =
      isKept && image === known.image
        ? known
        : {
            of,
            image: image ?? context.createImageData(width, height),
            places: placePixels({ width, height }, place, points, scale, palette),
          }
    keptOf.set(canvas, kept)
    paintVeil(kept.image, kept.places, lit)
    context.putImageData(kept.image, 0, 0)
  } else context.clearRect(0, 0, width, height)
  if (!drag) return
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.strokeStyle = palette.text
  context.lineWidth = 1
  context.setLineDash([4, 3])
  context.strokeRect(drag.x1, drag.y1, drag.x2 - drag.x1, drag.y2 - drag.y1)
  context.setLineDash([])
}
