import type { Drawing } from '../../../shared/charts/drawing.ts'
import { paintOnCanvas } from '../../charts/drawing/paint-on-canvas.ts'

/** Pixels of the picture for each of the drawing's: enough for print at a column's width. */
const scale = 3

/** A drawing as a PNG picture on white. */
export async function drawPng(drawing: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(Math.ceil(drawing.width * scale), Math.ceil(drawing.height * scale))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this system cannot draw pictures')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.scale(scale, scale)
  paintOnCanvas(context, drawing)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}
