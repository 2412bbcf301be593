import { lightPalette, type Palette } from '../../shared/charts/palette.ts'
import type { Appearance } from '../app/appearance.ts'

export { lightPalette, type Palette }

export const darkPalette: Palette = {
  text: '#e4e8ee',
  quiet: '#a3aebc',
  line: '#343d49',
  surface: '#15191f',
  series: ['#56b4e9', '#f08a3c', '#2fc29a', '#e09cc4', '#e6d34a', '#8fa8ff'],
  conditions: { winning: '#56b4e9', mixed: '#f08a3c', random: '#a3aebc', between: '#2fc29a' },
}

/** Black and white, and the brightest of the categories. */
const contrastPalette: Palette = {
  text: '#ffffff',
  quiet: '#e6e6e6',
  line: '#8c8c8c',
  surface: '#000000',
  series: ['#6cc6ff', '#ffb000', '#4dffb8', '#ff9de0', '#fff36d', '#b8c4ff'],
  conditions: { winning: '#6cc6ff', mixed: '#ffb000', random: '#d0d0d0', between: '#4dffb8' },
}

export const palettes: Record<Appearance, Palette> = {
  light: lightPalette,
  dark: darkPalette,
  contrast: contrastPalette,
}
