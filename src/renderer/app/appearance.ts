import type { Theme } from '../../shared/settings.ts'

export const appearances = ['light', 'dark', 'contrast'] as const
/** How the window looks; the `data-theme` of its root element. */
export type Appearance = (typeof appearances)[number]

export interface SystemLook {
  dark: boolean
  contrast: boolean
  /** The system draws every colour of the page itself, on a ground that is `dark` or not. */
  forced: boolean
}

/**
 * The appearance of a theme; `system` asks what the system prefers, contrast before darkness. Where colours are forced,
 * what is drawn on canvases must suit the forced ground, whatever the theme.
 */
export function chooseAppearance(theme: Theme, system: SystemLook): Appearance {
  if (system.forced) return system.dark ? 'contrast' : 'light'
  if (theme !== 'system') return theme
  if (system.contrast) return 'contrast'
  return system.dark ? 'dark' : 'light'
}
