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
      unbind = tinykeys(window, Object.fromEntries(keys), { ignore: isForOthers })
    },
    { immediate: true },
  )
  onScopeDispose(() => unbind?.())

  function press(event: KeyboardEvent, id: string): void {
    event.preventDefault()
    store.run(id)
  }
}

/** A key that is held down, that composes a character, or that belongs to a text field or to a menu that is open. */
function isForOthers(event: KeyboardEvent): boolean {
  return event.repeat || event.isComposing || isTyping(event) || isInMenu(event)
}

function isInMenu({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('[role=menu]') !== null
}
