import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Outcome, PlainError } from '../../shared/errors.ts'
import type { StudyEvent } from '../../shared/protocol.ts'
import type { StudyDetail, StudySummary } from '../../shared/results.ts'
import { presets, type StudySpecInput } from '../../shared/spec.ts'
import { askLab } from './lab.ts'
import { useRoute } from './route.ts'
import { useSettings } from './settings.ts'
import { followEvent, noProgress, type LiveProgress } from './live-progress.ts'

/** Events come several times a second; a study is read again at most this often. */
const refreshInterval = 1000

/** All studies, the one that is open, and what goes wrong while reading or steering them. */
export const useStudies = defineStore('studies', () => {
  const studies = ref<StudySummary[] | null>(null)
  const selected = ref<string | null>(null)
  const detail = ref<StudyDetail | null>(null)
  const live = ref<Record<string, LiveProgress>>({})
  const failure = ref<{ title: string; error: PlainError; again: () => void } | null>(null)
  const busy = ref(false)
  /** The study made last; null while there is none. */
  const newest = computed(
    () => studies.value?.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]?.id ?? null,
  )
  const route = useRoute()
  const settings = useSettings()
  let refresh: ReturnType<typeof setTimeout> | null = null

  async function load(): Promise<void> {
    const outcome = await askLab('listStudies', {})
    if (!outcome.ok) return fail('The studies could not be read', outcome.error, () => void load())
    studies.value = outcome.value
  }

  async function select(id: string): Promise<void> {
    if (selected.value !== id) detail.value = null
    selected.value = id
    await show(id)
  }

  async function show(id: string): Promise<void> {
    const outcome = await askLab('showStudy', { study: id })
    if (selected.value !== id) return
    if (!outcome.ok) return fail('The study could not be read', outcome.error, () => void show(id))
    detail.value = outcome.value
    replace(outcome.value)
  }

  /** Engine and workers as the settings have them. */
  const how = () => {
    const { engine, workers } = settings.settings
    return { engine, ...(workers !== null && { workers }) }
  }
  function start(spec: StudySpecInput): Promise<void> {
    return steer('The study could not be started', () => askLab('runStudy', { spec, ...how() }))
  }
  const startSample = (): Promise<void> => start(presets.sample)
  function pause(study: string): Promise<void> {
    return steer('The study could not be paused', () => askLab('pauseStudy', { study }))
  }
  function resume(study: string): Promise<void> {
    return steer('The study could not be resumed', () => askLab('resumeStudy', { study, ...how() }))
  }
  function cancel(study: string): Promise<void> {
    return steer('The study could not be cancelled', () => askLab('cancelStudy', { study }))
  }

  async function steer(title: string, ask: () => Promise<Outcome<StudySummary>>): Promise<void> {
    failure.value = null
    busy.value = true
    const outcome = await ask()
    busy.value = false
    if (!outcome.ok) return fail(title, outcome.error, () => void steer(title, ask))
    replace(outcome.value)
    if (outcome.value.id !== selected.value) route.go({ view: 'monitor', study: outcome.value.id })
  }

  /** Starts following the lab; gives back how to stop. */
  function follow(): () => void {
    void load()
    return window.lab.onEvent(receive)
  }

  function receive(event: StudyEvent): void {
    const known = studies.value?.find(({ id }) => id === event.study)
    live.value[event.study] = followEvent(live.value[event.study] ?? noProgress, event, Date.now())
    if (!known) return void load()
    if (event.event === 'study.changed') replace({ ...known, status: event.status, progress: event.progress })
    if (event.event === 'study.finished' && event.study !== selected.value) void load()
    if (event.study === selected.value) refreshSoon()
  }

  function refreshSoon(): void {
    refresh ??= setTimeout(() => {
      refresh = null
      if (selected.value !== null) void show(selected.value)
    }, refreshInterval)
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

  return {
    studies,
    selected,
    newest,
    detail,
    live,
    failure,
    busy,
    select,
    start,
    startSample,
    pause,
    resume,
    cancel,
    follow,
    retry,
    dismiss,
  }
})
