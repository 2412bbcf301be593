import { createCanvas, GlobalFonts, Path2D } from '@napi-rs/canvas'
import type { Drawing } from '../../../../shared/charts/drawing.ts'
import { paintDrawing } from '../../../../shared/charts/paint.ts'
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
export async function drawPng(drawing: Drawing): Promise<Uint8Array> {
  registerFonts()
  const { width, height } = drawing
  const canvas = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale))
  const context = canvas.getContext('2d')
  context.scale(scale, scale)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  const font = (size: number, bold: boolean): string => `${size}px "${bold ? `${fontFamily} Bold` : fontFamily}"`
  paintDrawing({ context, font, path: (d) => new Path2D(d) }, drawing)
  return canvas.encode('png')
}
