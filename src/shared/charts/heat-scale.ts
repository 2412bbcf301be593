import { scaleColour } from './colour-scale.ts'
import { rect, text, type Shape } from './drawing.ts'
import type { Palette } from './palette.ts'

const steps = 32

/** A bar of all heat colours with what its ends stand for, 28 pixels high; what it measures stands beside it. */
export function drawHeatScale(
  { x, y, width }: { x: number; y: number; width: number },
  [low, high]: readonly [string, string],
  measure: string,
  palette: Palette,
): Shape[] {
  // Each colour reaches to the end, so that no seam is left where the next one covers it from a part of a pixel on.
  const bar = Array.from({ length: steps }, (_, step) =>
    rect({
      ...{ x: x + (step * width) / steps, y, width: width - (step * width) / steps, height: 9 },
      fill: scaleColour(step / (steps - 1)),
    }),
  )
  const small = { y: y + 21, size: 10 }
  return [
    ...bar,
    // The darkest colour would be lost on a dark page.
    rect({ x, y, width, height: 9, stroke: palette.quiet, strokeWidth: 0.6 }),
    text({ ...small, x, text: low, fill: palette.text }),
    text({ ...small, x: x + width, text: high, fill: palette.text, align: 'end' }),
    text({ x: x + width + 8, y: y + 9, size: 10, text: measure, fill: palette.quiet }),
  ]
}

/** Ink that stays readable on a heat colour. */
export function inkOn(share: number): string {
  return share > 0.55 ? '#111111' : '#ffffff'
}
