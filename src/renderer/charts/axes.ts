import type { Palette } from './palette.ts'

/** The look that every axis shares. */
export function axisStyle(palette: Palette, name: string) {
  return {
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: palette.quiet, fontSize: 12 },
    axisLabel: { color: palette.text, fontSize: 11 },
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.quiet } },
    splitLine: { lineStyle: { color: palette.line } },
  } as const
}

/** Drawn on the canvas: tooltips made of HTML would need inline styles, which the content security policy forbids. */
export function tooltipStyle(palette: Palette) {
  return {
    renderMode: 'richText',
    backgroundColor: palette.surface,
    borderColor: palette.line,
    textStyle: { color: palette.text, fontSize: 12 },
  } as const
}

/** The smallest range on multiples of `step` that holds every value with a little room. */
export function roundedRange(values: readonly number[], step: number): { min: number; max: number } {
  if (values.length === 0) return { min: 0, max: 1 }
  const room = step / 5
  const round = (steps: number): number => Number((steps * step).toFixed(6))
  return {
    min: round(Math.floor((Math.min(...values) - room) / step)),
    max: round(Math.ceil((Math.max(...values) + room) / step)),
  }
}
