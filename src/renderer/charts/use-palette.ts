import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { darkPalette, lightPalette, type Palette } from './palette.ts'

/** The charts' colours, following the system's light or dark appearance. */
export function usePalette(): Readonly<ShallowRef<Palette>> {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const pick = (): Palette => (dark.matches ? darkPalette : lightPalette)
  const palette = shallowRef(pick())
  const update = (): void => {
    palette.value = pick()
  }
  dark.addEventListener('change', update)
  onScopeDispose(() => dark.removeEventListener('change', update))
  return palette
}
