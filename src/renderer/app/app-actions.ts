import type { Action } from '../actions/action.ts'
import { useActions } from '../actions/registry.ts'
import { buildBundleActions } from '../features/bundles/bundle-actions.ts'
import { buildStudyActions } from '../features/studies/study-actions.ts'
import { buildSelectionActions } from '../features/tickets/selection-actions.ts'
import { useRoute } from '../stores/route.ts'
import { useStudies } from '../stores/studies.ts'
import { buildAppearanceActions } from './appearance-actions.ts'
import { views } from './views.ts'

/** The actions that there always are. */
export function buildActions(): Action[] {
  return [
    ...buildFindActions(),
    ...buildViewActions(),
    ...buildStudyActions(),
    ...buildSelectionActions(),
    ...buildBundleActions(),
    ...buildAppearanceActions(),
  ]
}

/** Ways to everything else. */
function buildFindActions(): Action[] {
  const store = useActions()
  return [
    {
      id: 'palette.open',
      title: 'Command palette…',
      menu: 'Go',
      shortcut: '$mod+KeyK',
      run() {
        store.isPaletteOpen = true
      },
    },
    {
      id: 'help.keys',
      title: 'Keyboard shortcuts',
      menu: 'Help',
      shortcut: '$mod+Slash',
      run() {
        store.isKeysOpen = true
      },
    },
  ]
}

/** One action for each view, and back and forward. */
function buildViewActions(): Action[] {
  const route = useRoute()
  const studies = useStudies()
  const visits = views.map(({ id, title, scope }, index): Action => {
    return {
      id: `view.${id}`,
      title,
      menu: 'Go',
      ...(index < 9 && { shortcut: `$mod+Digit${index + 1}` }),
      when: () => scope === 'home' || studies.selected !== null,
      run: () => route.go({ view: id }),
    }
  })
  return [
    ...visits,
    { id: 'go.back', title: 'Back', menu: 'Go', shortcut: 'Alt+ArrowLeft', run: () => window.history.back() },
    { id: 'go.forward', title: 'Forward', menu: 'Go', shortcut: 'Alt+ArrowRight', run: () => window.history.forward() },
  ]
}
