import type { KernelColours } from './drawing/drawing.ts'
import type { Palette } from './palette.ts'

/** `red-blue` as in the paper; `orange-blue` keeps the signs apart for every kind of colour vision. */
export type KernelScheme = 'red-blue' | 'orange-blue'

const signs: Record<KernelScheme, Pick<KernelColours, 'positive' | 'negative'>> = {
  'red-blue': { positive: '#d7261e', negative: '#2b5fc4' },
  'orange-blue': { positive: '#e69f00', negative: '#00406b' },
}

/** Pruned places are white, or a little darker on a dark page. */
export function kernelColours(scheme: KernelScheme, palette: Palette): KernelColours {
  const isLight = palette.surface === '#ffffff'
  return { ...signs[scheme], pruned: isLight ? '#ffffff' : '#d9dee6', edge: isLight ? '#8a94a3' : '#5a6675' }
}
