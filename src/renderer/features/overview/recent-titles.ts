import type { StudySummary } from '../../../shared/results.ts'
import type { Route } from '../../app/route.ts'

/** What a recent place is called; null when its study is gone. */
export function describeRecent(route: Route, studies: readonly Pick<StudySummary, 'id' | 'name'>[]): string | null {
  if (route.view === 'tickets' && route.ticket !== null) return `Ticket ${route.ticket}`
  if (route.view === 'datasets' && route.dataset !== null) return `Dataset ${route.dataset}`
  const study = studies.find(({ id }) => id === route.study)
  return study ? `${study.name}, ${route.view}` : null
}
