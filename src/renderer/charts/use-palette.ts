import { computed, type ComputedRef } from 'vue'
import { useSettings } from '../stores/settings.ts'
import { palettes, type Palette } from './palette.ts'

/** The charts' colours, following the window's appearance. */
export function usePalette(): ComputedRef<Palette> {
  const store = useSettings()
  return computed(() => palettes[store.appearance])
}
