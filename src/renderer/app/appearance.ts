import type { Theme } from '../../shared/settings.ts'

export const appearances = ['light', 'dark', 'contrast'] as const
/** How the window looks; the `data-theme` of its root element. */
export type Appearance = (typeof appearances)[number]

/** The appearance of a theme; `system` asks what the system prefers, contrast before darkness. */
export function chooseAppearance(theme: Theme, system: { dark: boolean; contrast: boolean }): Appearance {
  if (theme !== 'system') return theme
  if (system.contrast) return 'contrast'
  return system.dark ? 'dark' : 'light'
}
