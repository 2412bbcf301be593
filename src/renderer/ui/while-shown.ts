import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'

/**
 * Does something for as long as the component is shown: views are kept when another is opened, and shown again.
 * @param start gives back how to stop, if there is anything to
 */
export function whileShown(start: () => (() => void) | undefined): void {
  let isShown = false
  let stop: (() => void) | undefined
  const show = (): void => {
    if (!isShown) stop = start()
    isShown = true
  }
  const hide = (): void => {
    if (isShown) stop?.()
    isShown = false
  }
  // A component outside of the kept views is mounted, and never activated.
  onMounted(show)
  onActivated(show)
  onDeactivated(hide)
  onScopeDispose(hide)
}
