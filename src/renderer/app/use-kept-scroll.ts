import { nextTick, onMounted, onScopeDispose, watch, type ShallowRef } from 'vue'

/**
 * Views share one scroller, and what is taken out of the page forgets how far it was scrolled: each view is put back to
 * where it was left, and so are the lists within it.
 * @param view names what is shown
 */
export function useKeptScroll(scroller: Readonly<ShallowRef<HTMLElement | null>>, view: () => string): void {
  const places = new Map<string, Map<Element, { left: number; top: number }>>()

  function note({ target }: Event): void {
    if (!(target instanceof Element)) return
    const known = places.get(view()) ?? new Map<Element, { left: number; top: number }>()
    places.set(view(), known.set(target, { left: target.scrollLeft, top: target.scrollTop }))
  }

  function restore(): void {
    const known = places.get(view())
    if (scroller.value && !known?.has(scroller.value)) scroller.value.scrollTop = 0
    for (const [element, { left, top }] of known ?? []) {
      if (element.isConnected) element.scrollTo({ left, top, behavior: 'instant' })
      else known?.delete(element)
    }
  }

  onMounted(() => scroller.value?.addEventListener('scroll', note, { capture: true, passive: true }))
  onScopeDispose(() => scroller.value?.removeEventListener('scroll', note, { capture: true }))
  watch(view, () => void nextTick(restore), { flush: 'post' })
}
