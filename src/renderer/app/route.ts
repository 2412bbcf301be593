/** What the window shows; kept in the address after `#`. */
export interface Route {
  /** An id of `views.ts`. */
  view: string
  study: string | null
  ticket: string | null
  dataset: string | null
  /** Two tickets whose matching Compare shows; it stays open there while other views are looked at. */
  pair: readonly [string, string] | null
  /** Two studies that the overview shows side by side. */
  studies: readonly [string, string] | null
}

export const firstRoute: Route = {
  ...{ view: 'overview', study: null, ticket: null, dataset: null },
  ...{ pair: null, studies: null },
}

const single = ['study', 'ticket', 'dataset'] as const
const double = ['pair', 'studies'] as const

/** `#/monitor?study=ab12`, the way that `parseRoute` reads. */
export function formatRoute(route: Route): string {
  const query = new URLSearchParams()
  for (const key of single) if (route[key] !== null) query.set(key, route[key])
  for (const key of double) for (const id of route[key] ?? []) query.append(key, id)
  const text = query.toString()
  return `#/${encodeURIComponent(route.view)}${text === '' ? '' : `?${text}`}`
}

/** Anything that is no route is the first one. */
export function parseRoute(hash: string): Route {
  const [, encoded = '', search = ''] = /^#\/([^?]+)(?:\?(.*))?$/.exec(hash) ?? []
  const view = decodeView(encoded)
  if (view === '') return firstRoute
  const query = new URLSearchParams(search)
  const two = (key: (typeof double)[number]): Route['pair'] => {
    const [a, b] = query.getAll(key)
    return a !== undefined && b !== undefined ? [a, b] : null
  }
  return {
    view,
    study: query.get('study'),
    ticket: query.get('ticket'),
    dataset: query.get('dataset'),
    pair: two('pair'),
    studies: two('studies'),
  }
}

function decodeView(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return ''
  }
}
