import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

/** Inner width of an element in whole pixels, as it changes; 0 before it is laid out, the last one while it is out of sight. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>): Readonly<ShallowRef<number>> {
  const width = shallowRef(0)
  const observer = new ResizeObserver(() => {
    const { clientWidth, isConnected } = element.value ?? { clientWidth: 0, isConnected: false }
    if (isConnected) width.value = Math.floor(clientWidth)
  })
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before)
      if (now) observer.observe(now)
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => observer.disconnect())
  return width
}
