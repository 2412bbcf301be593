import type { LegendComponentOption } from 'echarts/components'
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

/** A legend above the chart: a key alone, which hides nothing. */
export function legendStyle(palette: Palette, data: LegendComponentOption['data'] & object) {
  return {
    top: 0,
    left: 'center',
    itemWidth: 22,
    itemHeight: 9,
    selectedMode: false,
    textStyle: { color: palette.text, fontSize: 12 },
    data,
  } as const
}

/** A range on multiples of a round step that holds every value, with five to ten steps in it. */
export function evenRange(values: readonly number[]): { min: number; max: number; interval: number } {
  const low = Math.min(...values)
  const high = Math.max(...values)
  if (!(high > low)) return { min: 0, max: 1, interval: 0.2 }
  const rough = (high - low) / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  const interval = power * ([1, 2, 5].find((step) => step * power >= rough) ?? 10)
  const round = (steps: number): number => Number((steps * interval).toFixed(9))
  return {
    min: round(Math.floor(low / interval)),
    max: round(Math.ceil(high / interval)),
    interval: Number(interval.toFixed(9)),
  }
}
