import type { Palette } from './palette.ts'

/** A group's colour: random tickets in grey as elsewhere, the others by their place. */
export function groupColour(name: string, place: number, palette: Palette): string {
  if (name === 'random') return palette.conditions.random
  return palette.series[(place + palette.series.length - 1) % palette.series.length] ?? palette.text
}
