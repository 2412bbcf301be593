import { noCell, type CellsShape, type Drawing, type KernelsShape, type Shape, type TextShape } from './drawing.ts'

const fontFamily = "system-ui, 'Noto Sans', 'Liberation Sans', sans-serif"

/** Paints a drawing onto a cleared canvas. */
export function paintDrawing(context: CanvasRenderingContext2D, { width, height, shapes }: Drawing): void {
  context.clearRect(0, 0, width, height)
  for (const shape of shapes) paintShape(context, shape)
}

function paintShape(context: CanvasRenderingContext2D, shape: Shape): void {
  switch (shape.kind) {
    case 'rect':
      if (shape.fill !== undefined) {
        context.fillStyle = shape.fill
        context.fillRect(shape.x, shape.y, shape.width, shape.height)
      }
      if (shape.stroke !== undefined) {
        context.strokeStyle = shape.stroke
        context.lineWidth = shape.strokeWidth ?? 1
        context.strokeRect(shape.x, shape.y, shape.width, shape.height)
      }
      return
    case 'text':
      return paintText(context, shape)
    case 'line':
      context.strokeStyle = shape.stroke
      context.lineWidth = shape.strokeWidth
      context.beginPath()
      for (let place = 0; place < shape.points.length; place += 2)
        context.lineTo(shape.points[place] ?? 0, shape.points[place + 1] ?? 0)
      context.stroke()
      return
    case 'cells':
      return paintCells(context, shape)
    case 'kernels':
      return paintKernels(context, shape)
  }
}

function paintText(context: CanvasRenderingContext2D, { x, y, text, fill, size, align, bold }: TextShape): void {
  context.font = `${bold ? '600 ' : ''}${size}px ${fontFamily}`
  context.textAlign = align === 'middle' ? 'center' : (align ?? 'start')
  context.textBaseline = 'alphabetic'
  context.fillStyle = fill
  context.fillText(text, x, y)
}

/** As an image of one pixel a cell, enlarged without smoothing: a matrix of 100,000 cells is one step. */
function paintCells(context: CanvasRenderingContext2D, { x, y, size, columns, colours, levels }: CellsShape): void {
  const rows = Math.floor(levels.length / columns)
  if (rows === 0) return
  const image = new ImageData(columns, rows)
  const channels = colours.map((colour) =>
    [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16)),
  )
  levels.forEach((level, place) => {
    if (level !== noCell) image.data.set([...(channels[level] ?? []), 255], place * 4)
  })
  const small = new OffscreenCanvas(columns, rows)
  small.getContext('2d')?.putImageData(image, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(small, x, y, columns * size, rows * size)
}

function paintKernels(context: CanvasRenderingContext2D, { xs, ys, cell, signs, colours }: KernelsShape): void {
  context.fillStyle = colours.edge
  for (let kernel = 0; kernel < xs.length; kernel++)
    context.fillRect((xs[kernel] ?? 0) - 1, (ys[kernel] ?? 0) - 1, 3 * cell + 2, 3 * cell + 2)
  context.fillStyle = colours.pruned
  for (let kernel = 0; kernel < xs.length; kernel++)
    context.fillRect(xs[kernel] ?? 0, ys[kernel] ?? 0, 3 * cell, 3 * cell)
  for (const [wanted, colour] of [
    [1, colours.positive],
    [-1, colours.negative],
  ] as const) {
    context.fillStyle = colour
    for (let place = 0; place < xs.length * 9; place++) {
      if (signs[place] !== wanted) continue
      const kernel = Math.floor(place / 9)
      const position = place % 9
      const left = (xs[kernel] ?? 0) + (position % 3) * cell
      context.fillRect(left, (ys[kernel] ?? 0) + Math.floor(position / 3) * cell, cell, cell)
    }
  }
}
