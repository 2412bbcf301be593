import { computed, watch, type ComputedRef } from 'vue'
import type { Action } from '../actions/action.ts'
import { useActions } from '../actions/registry.ts'
import { describeRecent } from '../features/overview/recent-titles.ts'
import { useDatasets } from '../stores/datasets.ts'
import { useRoute } from '../stores/route.ts'
import { useStudies } from '../stores/studies.ts'
import { parseRoute } from './route.ts'

/** Where the palette can go beside its actions: recent places, studies, datasets. */
export function usePlaces(): ComputedRef<Action[]> {
  const actions = useActions()
  const route = useRoute()
  const studies = useStudies()
  const datasets = useDatasets()
  watch(
    () => actions.isPaletteOpen,
    (isOpen) => isOpen && void datasets.load(),
  )
  return computed(() => [
    ...route.recents.flatMap((hash): Action[] => {
      const title = describeRecent(parseRoute(hash), studies.studies ?? [])
      return title === null
        ? []
        : [{ id: `recent:${hash}`, title: `Recent: ${title}`, menu: 'Go', run: () => route.go(parseRoute(hash)) }]
    }),
    ...(studies.studies ?? []).map(({ id, name }): Action => {
      return {
        id: `study:${id}`,
        title: `${name} (${id})`,
        menu: 'Study',
        run: () => route.go({ view: 'monitor', study: id }),
      }
    }),
    ...(datasets.datasets ?? []).map(({ name }): Action => {
      return {
        id: `dataset:${name}`,
        title: `Dataset ${name}`,
        menu: 'Go',
        run: () => route.go({ view: 'datasets', dataset: name }),
      }
    }),
  ])
}
