import { getCurrentScope, onActivated, onDeactivated, type ComponentOptions } from 'vue'

/** Milliseconds after which nothing is under way any more that began as the view was left, such as a menu that closes. */
const settling = 200

/**
 * Of every component: while its view is kept out of sight, its drawing and its watchers wait; they catch up, once each,
 * when the view is shown again. Without this a hidden view would be brought up to date with every change.
 */
export const restWhileHidden: ComponentOptions = {
  created() {
    const scope = getCurrentScope()
    let rest: ReturnType<typeof setTimeout> | undefined
    onDeactivated(() => {
      rest = setTimeout(() => scope?.pause(), settling)
    })
    onActivated(() => {
      clearTimeout(rest)
      scope?.resume()
    })
  },
}
