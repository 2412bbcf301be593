import { themes, zoomRange, type Theme } from '../../shared/settings.ts'
import type { Action } from '../actions/action.ts'
import { useSettings } from '../stores/settings.ts'

export const themeTitles: Record<Theme, string> = {
  system: 'Theme of the system',
  light: 'Light theme',
  dark: 'Dark theme',
  contrast: 'High-contrast theme',
}

/** Themes and zoom. */
export function buildAppearanceActions(): Action[] {
  const store = useSettings()
  const zoomBy = (steps: number): void => void store.change({ zoom: zoomAfter(store.settings.zoom, steps) })
  return [
    ...themes.map((theme): Action => {
      return {
        id: `theme.${theme}`,
        title: themeTitles[theme],
        menu: 'View',
        run: () => store.change({ theme }),
      }
    }),
    { id: 'zoom.in', title: 'Zoom in', menu: 'View', shortcut: '$mod+Equal', run: () => zoomBy(1) },
    { id: 'zoom.out', title: 'Zoom out', menu: 'View', shortcut: '$mod+Minus', run: () => zoomBy(-1) },
    {
      id: 'zoom.reset',
      title: 'Actual size',
      menu: 'View',
      shortcut: '$mod+Digit0',
      run: () => store.change({ zoom: 1 }),
    },
  ]
}

/** The zoom some steps on, within its range. */
export function zoomAfter(zoom: number, steps: number): number {
  const next = Math.round((zoom + steps * zoomRange.step) * 10) / 10
  return Math.min(zoomRange.max, Math.max(zoomRange.min, next))
}
