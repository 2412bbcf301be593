import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import type { Drawing, Shape } from '../../../../shared/charts/drawing.ts'
import { resourceFile } from '../../locations.ts'

const fontFamily = 'Ticketscope Inter'
/** Pixels of the image for each of the drawing. */
const scale = 2

let hasFonts = false
/** The shipped fonts under a name of their own: what the system has makes no difference. */
function registerFonts(): void {
  if (hasFonts) return
  GlobalFonts.registerFromPath(resourceFile('fonts', 'Inter-Regular.ttf'), fontFamily)
  GlobalFonts.registerFromPath(resourceFile('fonts', 'Inter-SemiBold.ttf'), `${fontFamily} Bold`)
  hasFonts = true
}

/** A drawing as PNG, twice its size, on white. */
export async function drawPng({ width, height, shapes }: Drawing): Promise<Uint8Array> {
  registerFonts()
  const canvas = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale))
  const context = canvas.getContext('2d')
  context.scale(scale, scale)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  for (const shape of shapes) paintShape(context, shape)
  return canvas.encode('png')
}

function paintShape(context: SKRSContext2D, shape: Shape): void {
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
      const { align = 'start', rotate = 0 } = shape
      context.save()
      context.translate(shape.x, shape.y)
      context.rotate((rotate * Math.PI) / 180)
      context.font = `${shape.size}px "${shape.bold ? `${fontFamily} Bold` : fontFamily}"`
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
    default:
      shape satisfies never
  }
}
