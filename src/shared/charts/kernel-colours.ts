import type { KernelScheme } from '../settings.ts'
import type { KernelColours } from './drawing.ts'
import type { Palette } from './palette.ts'

const signs: Record<KernelScheme, Pick<KernelColours, 'positive' | 'negative'>> = {
  'red-blue': { positive: '#d7261e', negative: '#2b5fc4' },
  'orange-blue': { positive: '#e69f00', negative: '#00406b' },
}

/** Pruned places are white, or a little darker on a dark page. */
export function kernelColours(scheme: KernelScheme, palette: Palette): KernelColours {
  const isLight = palette.surface === '#ffffff'
  return { ...signs[scheme], pruned: isLight ? '#ffffff' : '#d9dee6', edge: isLight ? '#8a94a3' : '#5a6675' }
}
