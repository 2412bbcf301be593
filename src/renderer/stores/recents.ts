import { firstRoute, formatRoute, parseRoute, type Route } from '../app/route.ts'

/** Places that are remembered. */
const most = 8
const studyViews: readonly string[] = ['monitor', 'compare', 'patterns']

/** The recent places after one more visit, newest first; only what can be opened again by name counts. */
export function visit(recents: readonly string[], route: Route): string[] {
  const place = placeOf(route)
  if (place === null) return [...recents]
  return [place, ...recents.filter((other) => other !== place)].slice(0, most)
}

function placeOf({ view, study, ticket, dataset }: Route): string | null {
  const empty: Route = { ...firstRoute, view }
  if (view === 'tickets' && ticket !== null) return formatRoute({ ...empty, ticket })
  if (view === 'datasets' && dataset !== null) return formatRoute({ ...empty, dataset })
  return studyViews.includes(view) && study !== null ? formatRoute({ ...empty, study }) : null
}

/** The recent places as they were kept. */
export function parseRecents(text: string | null): string[] {
  return (text ?? '').split('\n').filter((hash) => placeOf(parseRoute(hash)) !== null)
}
