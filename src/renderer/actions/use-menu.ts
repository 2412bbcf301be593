import { onScopeDispose, watch } from 'vue'
import type { MenuAction } from '../../shared/shell.ts'
import { askShell } from '../stores/shell.ts'
import { isPossible, type Action } from './action.ts'
import { useActions } from './registry.ts'
import { electronAccelerator } from './shortcut.ts'

/** Keeps the application menu in step with the actions, and runs what is chosen there. */
export function useMenu(): void {
  const store = useActions()
  watch(
    () => JSON.stringify(store.actions.map(menuAction)),
    () => void askShell('setMenu', { actions: store.actions.map(menuAction) }),
    { immediate: true },
  )
  onScopeDispose(window.shell.onAction((id) => store.run(id)))
}

function menuAction(action: Action): MenuAction {
  const { id, title, menu, shortcut } = action
  const accelerator = shortcut === undefined ? null : electronAccelerator(shortcut)
  return { id, title, menu, accelerator, enabled: isPossible(action) }
}
