import { noCell, type CellsShape, type Drawing, type KernelsShape, type PathShape, type Shape } from './drawing.ts'

/** What is used of a canvas's context, in a page and in Node alike. */
export interface CanvasSurface<Path> {
  fillStyle: unknown
  strokeStyle: unknown
  lineWidth: number
  globalAlpha: number
  font: string
  textAlign: string
  textBaseline: string
  fillRect(x: number, y: number, width: number, height: number): void
  strokeRect(x: number, y: number, width: number, height: number): void
  beginPath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  stroke(path?: Path): void
  fill(path: Path): void
  setLineDash(lengths: number[]): void
  fillText(text: string, x: number, y: number): void
  save(): void
  restore(): void
  translate(x: number, y: number): void
  rotate(angle: number): void
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void
}

/** Where a drawing is painted. */
export interface Painter<Path> {
  context: CanvasSurface<Path>
  /** The context's font for a size in pixels. */
  font: (size: number, bold: boolean) => string
  /** A path from how SVG writes it. */
  path: (d: string) => Path
  /** Paints many cells faster than one by one. */
  cells?: (shape: CellsShape) => void
}

export function paintDrawing<Path>(painter: Painter<Path>, { shapes }: Drawing): void {
  for (const shape of shapes) paintShape(painter, shape)
}

function paintShape<Path>(painter: Painter<Path>, shape: Shape): void {
  const { context } = painter
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill, stroke, strokeWidth = 1, opacity = 1 } = shape
      if (fill !== undefined) {
        context.globalAlpha = opacity
        context.fillStyle = fill
        context.fillRect(x, y, width, height)
        context.globalAlpha = 1
      }
      if (stroke !== undefined) {
        context.strokeStyle = stroke
        context.lineWidth = strokeWidth
        context.strokeRect(x, y, width, height)
      }
      return
    }
    case 'text': {
      const { align = 'start', rotate = 0, bold = false } = shape
      context.save()
      context.translate(shape.x, shape.y)
      context.rotate((rotate * Math.PI) / 180)
      context.font = painter.font(shape.size, bold)
      context.textAlign = align === 'middle' ? 'center' : align
      context.textBaseline = 'alphabetic'
      context.fillStyle = shape.fill
      context.fillText(shape.text, 0, 0)
      context.restore()
      return
    }
    case 'line':
      context.strokeStyle = shape.stroke
      context.lineWidth = shape.strokeWidth
      context.beginPath()
      for (let place = 0; place < shape.points.length; place += 2)
        context.lineTo(shape.points[place] ?? 0, shape.points[place + 1] ?? 0)
      context.stroke()
      return
    case 'path':
      return paintPath(painter, shape)
    case 'cells':
      return painter.cells ? painter.cells(shape) : paintCells(context, shape)
    case 'kernels':
      return paintKernels(context, shape)
    default:
      shape satisfies never
  }
}

function paintPath<Path>({ context, path: makePath }: Painter<Path>, shape: PathShape): void {
  const { d, transform, fill, stroke, strokeWidth = 1, dash, opacity = 1, strokeOpacity = 1 } = shape
  const path = makePath(d)
  context.save()
  if (transform) {
    const [a = 1, b = 0, c = 0, dd = 1, e = 0, f = 0] = transform
    context.transform(a, b, c, dd, e, f)
  }
  if (fill !== undefined) {
    context.globalAlpha = opacity
    context.fillStyle = fill
    context.fill(path)
  }
  if (stroke !== undefined) {
    context.globalAlpha = strokeOpacity
    context.strokeStyle = stroke
    context.lineWidth = strokeWidth
    context.setLineDash([...(dash ?? [])])
    context.stroke(path)
  }
  context.restore()
}

function paintCells<Path>(context: CanvasSurface<Path>, { x, y, size, columns, colours, levels }: CellsShape): void {
  levels.forEach((level, place) => {
    if (level === noCell) return
    context.fillStyle = colours[level] ?? ''
    context.fillRect(x + (place % columns) * size, y + Math.floor(place / columns) * size, size, size)
  })
}

function paintKernels<Path>(context: CanvasSurface<Path>, { xs, ys, cell, signs, colours }: KernelsShape): void {
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
