import type { Component } from 'vue'

/** One view of the window; its code is loaded when it is first shown. */
export interface View {
  /** Stands in the address, and in the ids of its actions. */
  id: string
  title: string
  /** `study`: shows the chosen study, as a tab under its name. `home`: shows everything there is. */
  scope: 'home' | 'study'
  load: () => Promise<{ default: Component }>
}

/** Every view, in the order of the navigation. Another view is one more line. */
export const views: readonly View[] = [
  { id: 'overview', title: 'Overview', scope: 'home', load: () => import('../features/overview/OverviewView.vue') },
  { id: 'setup', title: 'New study', scope: 'home', load: () => import('../features/setup/SetupView.vue') },
  { id: 'tickets', title: 'Tickets', scope: 'home', load: () => import('../features/tickets/TicketsView.vue') },
  { id: 'datasets', title: 'Datasets', scope: 'home', load: () => import('../features/datasets/DatasetsView.vue') },
  { id: 'settings', title: 'Settings', scope: 'home', load: () => import('../features/settings/SettingsView.vue') },
  { id: 'monitor', title: 'Monitor', scope: 'study', load: () => import('../features/monitor/MonitorView.vue') },
  { id: 'compare', title: 'Compare', scope: 'study', load: () => import('../features/compare/CompareView.vue') },
  { id: 'patterns', title: 'Patterns', scope: 'study', load: () => import('../features/patterns/PatternsView.vue') },
]

/** The view of an id; the first one where there is no such view (any more). */
export function findView(id: string): View {
  const found = views.find((view) => view.id === id) ?? views[0]
  if (!found) throw new Error('there are no views')
  return found
}
