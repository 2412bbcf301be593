import { sizeOf } from './svg.ts'

/** Pixels of the picture for each of the drawing's: enough for print at a column's width. */
const scale = 3

/** Draws an SVG as a PNG picture. */
export async function drawPng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = sizeOf(svg)
  const image = new Image(width, height)
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    image.src = address
    await image.decode()
  } finally {
    URL.revokeObjectURL(address)
  }
  const canvas = new OffscreenCanvas(width * scale, height * scale)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this system cannot draw pictures')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}
