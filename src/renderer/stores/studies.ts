import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Outcome, PlainError } from '../../shared/errors.ts'
import type { LabEvent, StudyEvent } from '../../shared/protocol.ts'
import type { StudyDetail, StudySummary } from '../../shared/results.ts'
import { presets, type StudySpecInput } from '../../shared/spec.ts'
import { applyEvents } from './apply-event.ts'
import { askLab } from './lab.ts'
import { remember, remembered } from './memory.ts'
import { followEvent, noProgress, type LiveProgress } from './live-progress.ts'
import { useRoute } from './route.ts'
import { useSelection } from './selection.ts'
import { useSettings } from './settings.ts'
import { extendLogs, formatLogs, parseLogs } from './study-log.ts'

/** Milliseconds: events come many times a second; what is shown follows this often. */
const refreshInterval = 500
const logsKey = 'logs'

/** All studies, the one that is open, and what goes wrong while reading or steering them. */
export const useStudies = defineStore('studies', () => {
  const route = useRoute()
  const settings = useSettings()
  const selection = useSelection()
  /** Newest first; null until they are read. */
  const studies = ref<StudySummary[] | null>(null)
  const selected = ref<string | null>(null)
  const detail = shallowRef<StudyDetail | null>(null)
  const live = ref<Record<string, LiveProgress>>({})
  const logs = shallowRef(parseLogs(remembered(logsKey)))
  watch(logs, (next) => remember(logsKey, formatLogs(next)))
  const failure = ref<{ title: string; error: PlainError; again: () => void } | null>(null)
  const busy = ref(false)
  /** The study made last; null while there is none. */
  const newest = computed(() => studies.value?.[0]?.id ?? null)
  const waiting: StudyEvent[] = []
  let refresh: ReturnType<typeof setTimeout> | null = null

  async function load(): Promise<void> {
    const outcome = await askLab('listStudies', {})
    if (!outcome.ok) return fail('The studies could not be read', outcome.error, () => void load())
    studies.value = outcome.value.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  }

  async function select(id: string): Promise<void> {
    if (selected.value !== id) detail.value = null
    selected.value = id
    await show(id)
  }

  async function show(id: string): Promise<void> {
    const outcome = await askLab('showStudy', { study: id })
    if (selected.value !== id) return
    if (!outcome.ok) {
      // The address may name a study that was deleted since.
      if (outcome.error.code === 'study.unknown') return forget(id)
      return fail('The study could not be read', outcome.error, () => void show(id))
    }
    detail.value = outcome.value
    replace(outcome.value)
  }

  function start(spec: StudySpecInput): Promise<void> {
    return steer('The study could not be started', () => askLab('runStudy', { spec, ...settings.howToRun }))
  }
  function addExample(): Promise<void> {
    return steer('The example could not be opened', () => askLab('addExample', {}), true)
  }
  const startSample = (): Promise<void> => start(presets.sample)
  function pause(study: string): Promise<void> {
    return steer('The study could not be paused', () => askLab('pauseStudy', { study }))
  }
  function resume(study: string): Promise<void> {
    return steer('The study could not be resumed', () => askLab('resumeStudy', { study, ...settings.howToRun }))
  }
  function cancel(study: string): Promise<void> {
    return steer('The study could not be cancelled', () => askLab('cancelStudy', { study }))
  }
  function rename(study: string, name: string): Promise<void> {
    return steer('The study could not be renamed', () => askLab('renameStudy', { study, name }))
  }

  async function annotate(study: string, tags: string[], note: string): Promise<void> {
    const outcome = await askLab('annotate', { kind: 'study', id: study, tags, note })
    if (outcome.ok) return load()
    fail('The note could not be kept', outcome.error, () => void annotate(study, tags, note))
  }

  async function remove(study: string): Promise<void> {
    const outcome = await askLab('deleteStudy', { study })
    if (!outcome.ok) return fail('The study could not be deleted', outcome.error, () => void remove(study))
    forget(study)
  }

  function forget(study: string): void {
    studies.value = (studies.value ?? []).filter(({ id }) => id !== study)
    selection.forget(study)
    if (selected.value !== study) return
    selected.value = null
    detail.value = null
    route.go({ view: 'overview', study: null })
  }

  /** @param shows whether to go to the study even if it was there before */
  async function steer(title: string, ask: () => Promise<Outcome<StudySummary>>, shows = false): Promise<void> {
    failure.value = null
    busy.value = true
    const outcome = await ask()
    busy.value = false
    if (!outcome.ok) return fail(title, outcome.error, () => void steer(title, ask))
    const isNew = !studies.value?.some(({ id }) => id === outcome.value.id)
    replace(outcome.value)
    if (isNew || shows) route.go({ view: 'monitor', study: outcome.value.id })
  }

  /** Starts following the lab; gives back how to stop. */
  function follow(): () => void {
    void load()
    return window.lab.onEvent(receive)
  }

  function receive(event: LabEvent): void {
    if (event.event === 'dataset.progress' || event.event === 'transfer.progress') return
    waiting.push(event)
    refresh ??= setTimeout(() => {
      refresh = null
      const events = waiting.splice(0)
      const now = Date.now()
      for (const arrived of events) take(arrived, now)
      if (detail.value) detail.value = applyEvents(detail.value, events)
    }, refreshInterval)
  }

  function take(event: StudyEvent, now: number): void {
    const { study } = event
    live.value[study] = followEvent(live.value[study] ?? noProgress, event, now)
    logs.value = extendLogs(logs.value, event, now)
    const known = studies.value?.find(({ id }) => id === study)
    if (!known) return void load()
    if (event.event === 'study.changed') replace({ ...known, status: event.status, progress: event.progress })
    if (event.event === 'epoch') replace({ ...known, progress: event.progress })
    if (event.event === 'ticket') replace({ ...known, tickets: known.tickets + 1 })
    if (event.event !== 'study.finished') return
    void load()
    if (study === selected.value) void show(study)
  }

  function replace({ id, name, status, createdAt, tickets, progress, error, tags, note }: StudySummary): void {
    const summary = { id, name, status, createdAt, tickets, progress, error, tags, note }
    const others = studies.value ?? []
    const isKnown = others.some((study) => study.id === id)
    studies.value = isKnown ? others.map((study) => (study.id === id ? summary : study)) : [summary, ...others]
    if (detail.value?.id === id) detail.value = { ...detail.value, ...summary }
  }

  function fail(title: string, error: PlainError, again: () => void): void {
    failure.value = { title, error, again }
  }
  function retry(): void {
    const again = failure.value?.again
    dismiss()
    again?.()
  }
  function dismiss(): void {
    failure.value = null
  }

  const reading = { studies, selected, newest, detail, live, logs, failure, busy, load, select, follow, retry, dismiss }
  return { ...reading, start, startSample, addExample, pause, resume, cancel, rename, annotate, remove }
})
