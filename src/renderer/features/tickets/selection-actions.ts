import type { Action } from '../../actions/action.ts'
import { useCatalogue } from '../../stores/catalogue.ts'
import { useRoute } from '../../stores/route.ts'
import { useSelection } from '../../stores/selection.ts'

/** Actions on the selection, as a ticket's context menu shows them. */
export const selectionMenu: readonly string[] = [
  'selection.compare',
  'selection.patterns',
  'selection.tickets',
  'selection.export',
  'selection.clear',
]

/** What can be done with the selection, wherever it was made. */
export function buildSelectionActions(): Action[] {
  const selection = useSelection()
  const catalogue = useCatalogue()
  const route = useRoute()
  const onSelection = (verb: string, title: string, run: () => void): Action => ({
    id: `selection.${verb}`,
    title,
    menu: 'Study',
    when: () => !selection.isEmpty,
    run,
  })
  const show = (view: string) => (): void => route.go({ view, study: selection.study, ticket: null, pair: null })
  return [
    onSelection('compare', 'Show the selection in Compare', show('compare')),
    onSelection('patterns', 'Show the patterns of the selection', show('patterns')),
    onSelection('tickets', 'List the selected tickets', () => {
      catalogue.showsSelected = true
      route.go({ view: 'tickets', ticket: null })
    }),
    onSelection('clear', 'Clear the selection', selection.clear),
  ]
}
