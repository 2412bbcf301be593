import { getCurrentScope, onActivated, onDeactivated, type ComponentOptions } from 'vue'

/**
 * Of every component: while its view is kept out of sight, its drawing and its watchers wait; they catch up, once each,
 * when the view is shown again. Without this a hidden view would be brought up to date with every change.
 */
export const restWhileHidden: ComponentOptions = {
  created() {
    const scope = getCurrentScope()
    onDeactivated(() => scope?.pause())
    onActivated(() => scope?.resume())
  },
}
