/** Colours of one appearance. Categories are Okabe and Ito's colour-blind safe set, adjusted for contrast. */
export interface Palette {
  text: string
  quiet: string
  line: string
  surface: string
  /** For datasets, in their order; starts again when used up. */
  series: readonly string[]
  conditions: Record<ConditionCategory, string>
}

export type ConditionCategory = 'winning' | 'mixed' | 'random' | 'between'

/** Of white paper: also what every export is drawn in. */
export const lightPalette: Palette = {
  text: '#1b2430',
  quiet: '#55606f',
  line: '#d5d9e0',
  surface: '#ffffff',
  series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#7a6a00', '#56b4e9'],
  conditions: { winning: '#0072b2', mixed: '#d55e00', random: '#5f6772', between: '#00805d' },
}

/** A group's colour: random tickets in grey as elsewhere, the others by their place. */
export function groupColour(name: string, place: number, palette: Palette): string {
  if (name === 'random') return palette.conditions.random
  return palette.series[(place + palette.series.length - 1) % palette.series.length] ?? palette.text
}
