import { tinykeys } from 'tinykeys'
import { onScopeDispose, watch } from 'vue'
import { useActions } from './registry.ts'
import { isTyping } from './shortcut.ts'

/** Hears every action's keys, wherever the focus is. */
export function useShortcuts(): void {
  const store = useActions()
  let unbind: (() => void) | null = null
  watch(
    () => store.actions,
    (actions) => {
      unbind?.()
      const keys = actions.flatMap(({ id, shortcut }) =>
        shortcut === undefined ? [] : [[shortcut, (event: KeyboardEvent) => press(event, id)] as const],
      )
      // By itself tinykeys hears nothing while a field has the focus.
      unbind = tinykeys(window, Object.fromEntries(keys), {
        ignore: ({ repeat, isComposing }) => repeat || isComposing,
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => unbind?.())

  function press(event: KeyboardEvent, id: string): void {
    if (isTyping(event)) return
    event.preventDefault()
    store.run(id)
  }
}
