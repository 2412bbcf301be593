import { paperWidth, type FigureStyle } from './figure.ts'
import { kernelColours } from './kernel-colours.ts'
import { lightPalette } from './palette.ts'

/** Of figures for white paper. */
export const paperStyle: FigureStyle = {
  ...{ palette: lightPalette, width: paperWidth },
  kernels: kernelColours('red-blue', lightPalette),
}
