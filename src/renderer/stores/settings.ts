import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import type { PlainError } from '../../shared/errors.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import type { ShellState } from '../../shared/shell.ts'
import { chooseAppearance } from '../app/appearance.ts'
import { askShell } from './shell.ts'

/** What the person chose, kept by the shell, and the appearance that follows from it and the system. */
export const useSettings = defineStore('settings', () => {
  const settings = ref<Settings>(defaultSettings)
  const fixedHome = ref<string | null>(null)
  const failure = ref<PlainError | null>(null)
  const dark = useMedia('(prefers-color-scheme: dark)')
  const contrast = useMedia('(prefers-contrast: more)')
  const forced = useMedia('(forced-colors: active)')
  const appearance = computed(() =>
    chooseAppearance(settings.value.theme, { dark: dark.value, contrast: contrast.value, forced: forced.value }),
  )
  watchEffect(() => {
    document.documentElement.dataset['theme'] = appearance.value
  })

  /** Where and how fast studies are trained. A device that is gone stands in the way of an engine that was named. */
  const howToRun = computed(() => {
    const { engine, device, workers } = settings.value
    const gone = engine === 'auto' ? ('replace' as const) : ('refuse' as const)
    return { engine, gone, ...(device !== null && { device }), ...(workers !== null && { workers }) }
  })

  async function load(): Promise<void> {
    take(await askShell('readSettings', {}))
  }

  /** Shows the change at once and keeps it. */
  async function change(changed: Partial<Settings>): Promise<void> {
    settings.value = { ...settings.value, ...changed }
    take(await askShell('writeSettings', changed))
  }

  function take(outcome: { ok: true; value: ShellState } | { ok: false; error: PlainError }): void {
    failure.value = outcome.ok ? null : outcome.error
    if (!outcome.ok) return
    settings.value = outcome.value.settings
    fixedHome.value = outcome.value.fixedHome
  }

  return { settings, fixedHome, failure, appearance, howToRun, load, change }
})

/** Whether a media query fits, as long as the window is open. */
function useMedia(query: string) {
  const list = window.matchMedia(query)
  const matches = ref(list.matches)
  list.addEventListener('change', () => {
    matches.value = list.matches
  })
  return matches
}
