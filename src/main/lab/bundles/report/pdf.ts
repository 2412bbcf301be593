import { buffer } from 'node:stream/consumers'
import PdfDocument from 'pdfkit'
import type { CellsShape, Drawing, KernelsShape, PathShape, Shape } from '../../../../shared/charts/drawing.ts'
import { resourceFile } from '../../locations.ts'

const regular = resourceFile('fonts', 'Inter-Regular.ttf')
const bold = resourceFile('fonts', 'Inter-SemiBold.ttf')
/** Pixels are CSS pixels: 96 to the inch, where PDF has 72 points. */
const scale = 0.75
/** The same drawing gives the same bytes. */
const fixedDate = new Date(0)

/** A drawing as a PDF of one page of its size, with vectors and embedded fonts. */
export async function setPdf({ width, height, shapes }: Drawing, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const document = new PdfDocument({
    size: [width * scale, height * scale],
    margin: 0,
    info: { Title: title, Creator: 'Ticketscope', CreationDate: fixedDate, ModDate: fixedDate },
    font: regular,
  })
  document.scale(scale)
  for (const shape of shapes) drawShape(document, shape)
  document.end()
  return new Uint8Array(await buffer(document))
}

function drawShape(document: PDFKit.PDFDocument, shape: Shape): void {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill, stroke, strokeWidth = 1, opacity = 1 } = shape
      if (fill !== undefined) document.rect(x, y, width, height).fillColor(fill, opacity).fill()
      if (stroke !== undefined) document.rect(x, y, width, height).lineWidth(strokeWidth).stroke(stroke)
      return
    }
    case 'text': {
      const { x, y, size, align = 'start', rotate = 0, fill } = shape
      document.font(shape.bold ? bold : regular).fontSize(size)
      const width = document.widthOfString(shape.text)
      const shift = align === 'middle' ? width / 2 : align === 'end' ? width : 0
      document
        .save()
        .rotate(rotate, { origin: [x, y] })
        .fillColor(fill, 1)
      document.text(shape.text, x - shift, y, { baseline: 'alphabetic', lineBreak: false })
      document.restore()
      return
    }
    case 'line': {
      const [x = 0, y = 0, ...rest] = shape.points
      document.moveTo(x, y)
      for (let place = 0; place < rest.length; place += 2) document.lineTo(rest[place] ?? 0, rest[place + 1] ?? 0)
      document.lineWidth(shape.strokeWidth).stroke(shape.stroke)
      return
    }
    case 'path':
      return drawPath(document, shape)
    case 'cells':
      return drawCells(document, shape)
    case 'kernels':
      return drawKernels(document, shape)
    default:
      shape satisfies never
  }
}

function drawPath(document: PDFKit.PDFDocument, shape: PathShape): void {
  const { d, transform, fill, stroke, strokeWidth = 1, dash, opacity = 1, strokeOpacity = 1 } = shape
  document.save()
  if (transform) {
    const [a = 1, b = 0, c = 0, dd = 1, e = 0, f = 0] = transform
    document.transform(a, b, c, dd, e, f)
  }
  if (fill !== undefined) document.path(d).fillColor(fill, opacity).fill()
  if (stroke !== undefined) {
    if (dash?.length) document.dash(dash[0] ?? 1, { space: dash[1] ?? dash[0] ?? 1 })
    document.path(d).lineWidth(strokeWidth).strokeColor(stroke, strokeOpacity).stroke()
  }
  document.restore()
}

/** All cells of one colour are one path. */
function drawCells(document: PDFKit.PDFDocument, { x, y, size, columns, colours, levels }: CellsShape): void {
  colours.forEach((colour, wanted) => {
    if (!levels.includes(wanted)) return
    levels.forEach((level, place) => {
      if (level !== wanted) return
      document.rect(x + (place % columns) * size, y + Math.floor(place / columns) * size, size, size)
    })
    document.fillColor(colour, 1).fill()
  })
}

function drawKernels(document: PDFKit.PDFDocument, { xs, ys, cell, signs, colours }: KernelsShape): void {
  if (xs.length === 0) return
  xs.forEach((x, kernel) => document.rect(x, ys[kernel] ?? 0, 3 * cell, 3 * cell))
  document.lineWidth(1).fillColor(colours.pruned, 1).strokeColor(colours.edge, 1).fillAndStroke()
  for (const [wanted, colour] of [
    [1, colours.positive],
    [-1, colours.negative],
  ] as const) {
    if (!signs.includes(wanted)) continue
    signs.forEach((sign, place) => {
      if (sign !== wanted) return
      const kernel = Math.floor(place / 9)
      const position = place % 9
      const left = (xs[kernel] ?? 0) + (position % 3) * cell
      document.rect(left, (ys[kernel] ?? 0) + Math.floor(position / 3) * cell, cell, cell)
    })
    document.fillColor(colour, 1).fill()
  }
}
