import { noCell, type CellsShape, type Drawing } from '../../../shared/charts/drawing.ts'
import { paintDrawing } from '../../../shared/charts/paint.ts'

const fontFamily = "system-ui, 'Noto Sans', 'Liberation Sans', sans-serif"

/** Paints a drawing onto a page's cleared canvas. */
export function paintOnCanvas(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  drawing: Drawing,
): void {
  const painter = {
    context,
    font: (size: number, bold: boolean) => `${bold ? '600 ' : ''}${size}px ${fontFamily}`,
    path: (d: string) => new Path2D(d),
    cells: (shape: CellsShape) => paintCells(context, shape),
  }
  paintDrawing(painter, drawing)
}

/** As an image of one pixel a cell, enlarged without smoothing: a matrix of 100,000 cells is one step. */
function paintCells(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { x, y, size, columns, colours, levels }: CellsShape,
): void {
  const rows = Math.floor(levels.length / columns)
  if (rows === 0) return
  const image = new ImageData(columns, rows)
  // (level): red, green, blue, each as a whole list, since a list a cell would take long.
  const [reds, greens, blues] = [1, 3, 5].map((start) =>
    Uint8Array.from(colours, (colour) => Number.parseInt(colour.slice(start, start + 2), 16)),
  )
  levels.forEach((level, place) => {
    if (level === noCell) return
    image.data[place * 4] = reds?.[level] ?? 0
    image.data[place * 4 + 1] = greens?.[level] ?? 0
    image.data[place * 4 + 2] = blues?.[level] ?? 0
    image.data[place * 4 + 3] = 255
  })
  const small = new OffscreenCanvas(columns, rows)
  small.getContext('2d')?.putImageData(image, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(small, x, y, columns * size, rows * size)
}
