import { rect, text, type Shape } from './drawing.ts'
import { heatColour, ink } from './style.ts'

const steps = 32

/** A bar of all heat colours with what its ends stand for. */
export function drawHeatScale(x: number, y: number, width: number, low: string, high: string): Shape[] {
  const bar = Array.from({ length: steps }, (_, step) =>
    rect({
      ...{ x: x + (step * width) / steps, y, width: width / steps + 0.3, height: 10 },
      fill: heatColour(step / (steps - 1)),
    }),
  )
  return [
    ...bar,
    text({ x, y: y + 23, text: low, fill: ink, size: 10 }),
    text({ x: x + width, y: y + 23, text: high, fill: ink, size: 10, align: 'end' }),
  ]
}
