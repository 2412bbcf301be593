import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import PdfDocument from 'pdfkit'
import type { Drawing, Shape } from '../../../../shared/charts/drawing.ts'
import { resourceFile } from '../../locations.ts'

const regular = resourceFile('fonts', 'Inter-Regular.ttf')
const bold = resourceFile('fonts', 'Inter-SemiBold.ttf')
/** Pixels are CSS pixels: 96 to the inch, where PDF has 72 points. */
const scale = 0.75
/** The same drawing gives the same bytes. */
const fixedDate = new Date(0)

/** Writes a drawing as a PDF of one page of its size, with vectors and embedded fonts. */
export async function writePdf({ width, height, shapes }: Drawing, title: string, path: string): Promise<void> {
  const document = new PdfDocument({
    size: [width * scale, height * scale],
    margin: 0,
    info: { Title: title, Creator: 'Ticketscope', CreationDate: fixedDate, ModDate: fixedDate },
    font: regular,
  })
  const stream = document.pipe(createWriteStream(path))
  document.scale(scale)
  for (const shape of shapes) drawShape(document, shape)
  document.end()
  await finished(stream)
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
    default:
      shape satisfies never
  }
}
