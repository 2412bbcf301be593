import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { PlainError } from '../../shared/errors.ts'
import type { CataloguedTicket, SavedView, TicketDetail } from '../../shared/results.ts'
import { askLab } from './lab.ts'
import { useStudies } from './studies.ts'

const view = 'tickets'

/** The tickets of all studies, one of them in full, and the saved views of the table. */
export const useCatalogue = defineStore('catalogue', () => {
  const tickets = shallowRef<readonly CataloguedTicket[] | null>(null)
  const detail = shallowRef<TicketDetail | null>(null)
  const savedViews = ref<SavedView[]>([])
  const error = shallowRef<PlainError | null>(null)
  const detailError = shallowRef<PlainError | null>(null)
  /** Tickets have come since the list was read. */
  const isStale = ref(false)
  /** Whether the table lists the selected tickets alone. */
  const showsSelected = ref(false)
  const studies = useStudies()
  /** Changes whenever tickets come or go, or a study gets another name. */
  const contents = (): string =>
    JSON.stringify(studies.studies?.map(({ id, name, tickets: count, progress }) => [id, name, count, progress]))
  let readAt: string | null = null

  async function load(): Promise<void> {
    readAt = contents()
    const [outcome, views] = await Promise.all([askLab('listAllTickets', {}), askLab('listSavedViews', { view })])
    error.value = outcome.ok ? null : outcome.error
    if (outcome.ok) {
      tickets.value = outcome.value
      isStale.value = false
    }
    if (views.ok) savedViews.value = views.value
  }

  /** Reads the list again, if it may have changed since it was read. */
  async function refresh(): Promise<void> {
    if (tickets.value === null || isStale.value || readAt !== contents()) await load()
  }

  async function show(ticket: string): Promise<void> {
    const outcome = await askLab('showTicket', { ticket })
    detailError.value = outcome.ok ? null : outcome.error
    detail.value = outcome.ok ? outcome.value : null
  }

  /** Keeps tags and note; gives back what went wrong, or null. */
  async function annotate(ticket: string, tags: string[], note: string): Promise<PlainError | null> {
    const outcome = await askLab('annotate', { kind: 'ticket', id: ticket, tags, note })
    if (!outcome.ok) return outcome.error
    await Promise.all([load(), show(ticket)])
    return null
  }

  async function saveView(name: string, state: string): Promise<PlainError | null> {
    return takeViews(await askLab('saveView', { view, name, state }))
  }
  async function removeView(name: string): Promise<PlainError | null> {
    return takeViews(await askLab('removeSavedView', { view, name }))
  }
  function takeViews(outcome: { ok: true; value: SavedView[] } | { ok: false; error: PlainError }): PlainError | null {
    if (!outcome.ok) return outcome.error
    savedViews.value = outcome.value
    return null
  }

  /** Starts noticing that the list is no longer whole, and follows studies' names; gives back how to stop. */
  function follow(): () => void {
    const stopNames = watch(
      () => studies.studies && JSON.stringify(studies.studies.map(({ id, name }) => [id, name])),
      (_names, before) => before !== null && void refresh(),
    )
    const stopEvents = window.lab.onEvent((event) => {
      if (event.event === 'ticket' || event.event === 'round') isStale.value = true
    })
    return () => {
      stopNames()
      stopEvents()
    }
  }

  return {
    tickets,
    detail,
    savedViews,
    error,
    detailError,
    isStale,
    showsSelected,
    load,
    refresh,
    show,
    annotate,
    saveView,
    removeView,
    follow,
  }
})
