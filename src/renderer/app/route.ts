/** What the window shows; kept in the address after `#`. */
export interface Route {
  /** An id of `views.ts`. */
  view: string
  study: string | null
  ticket: string | null
  dataset: string | null
  /** Two tickets, or two studies, side by side. */
  pair: readonly [string, string] | null
}

export const firstRoute: Route = { view: 'overview', study: null, ticket: null, dataset: null, pair: null }

const single = ['study', 'ticket', 'dataset'] as const

/** `#/monitor?study=ab12`, the way that `parseRoute` reads. */
export function formatRoute(route: Route): string {
  const query = new URLSearchParams()
  for (const key of single) if (route[key] !== null) query.set(key, route[key])
  for (const id of route.pair ?? []) query.append('pair', id)
  const text = query.toString()
  return `#/${encodeURIComponent(route.view)}${text === '' ? '' : `?${text}`}`
}

/** Anything that is no route is the first one. */
export function parseRoute(hash: string): Route {
  const [, view = '', search = ''] = /^#\/([^?]+)(?:\?(.*))?$/.exec(hash) ?? []
  if (view === '') return firstRoute
  const query = new URLSearchParams(search)
  const [a, b] = query.getAll('pair')
  return {
    view: decodeURIComponent(view),
    study: query.get('study'),
    ticket: query.get('ticket'),
    dataset: query.get('dataset'),
    pair: a !== undefined && b !== undefined ? [a, b] : null,
  }
}
