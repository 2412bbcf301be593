import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { firstRoute, formatRoute, parseRoute, type Route } from '../app/route.ts'
import { remember, remembered } from './memory.ts'
import { parseRecents, visit } from './recents.ts'

const memoryKey = 'route'
const recentsKey = 'recent places'

/** Where the window is. The address holds it, so that going back works; the last one is kept over restarts. */
export const useRoute = defineStore('route', () => {
  const route = shallowRef<Route>(firstRoute)
  const recents = shallowRef<readonly string[]>(parseRecents(remembered(recentsKey)))

  /** Goes somewhere; what is not named stays as it is. */
  function go(change: Partial<Route>): void {
    const next = formatRoute({ ...route.value, ...change })
    if (next !== window.location.hash) window.location.hash = next
    read()
  }

  function read(): void {
    route.value = parseRoute(window.location.hash)
    remember(memoryKey, window.location.hash)
    recents.value = visit(recents.value, route.value)
    remember(recentsKey, recents.value.join('\n'))
  }

  /** Starts following the address, from where the window last was; gives back how to stop. */
  function follow(): () => void {
    const last = remembered(memoryKey)
    if (window.location.hash === '' && last !== null) window.location.hash = last
    read()
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }

  return {
    route,
    recents,
    view: computed(() => route.value.view),
    study: computed(() => route.value.study),
    ticket: computed(() => route.value.ticket),
    dataset: computed(() => route.value.dataset),
    pair: computed(() => route.value.pair),
    studies: computed(() => route.value.studies),
    go,
    follow,
  }
})
