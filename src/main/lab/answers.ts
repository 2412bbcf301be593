import { freemem } from 'node:os'
import type { Answer, CheckedInput, LabEvent, RequestName } from '../../shared/protocol.ts'
import { howToRun, type HowToRun } from '../../shared/how-to-run.ts'
import type { StudyStatus } from '../../shared/results.ts'
import type { StudySpec } from '../../shared/spec.ts'
import { LabError } from '../../shared/errors.ts'
import { sweepStaging } from './bundles/index.ts'
import { benchCalls } from './calls/bench.ts'
import { bundleCalls } from './calls/bundles.ts'
import { catalogueCalls } from './calls/catalogue.ts'
import { comparisonCalls } from './calls/comparison.ts'
import { openDatasetRegistry } from './calls/dataset-registry.ts'
import { datasetCalls } from './calls/datasets.ts'
import { distanceViewCalls } from './calls/distance-views.ts'
import { diagnose } from './calls/doctor.ts'
import { estimateCalls } from './calls/estimate.ts'
import { kernelCalls } from './calls/kernels.ts'
import { matchingCalls } from './calls/matching.ts'
import { patternCalls } from './calls/patterns.ts'
import { findStudy } from './calls/find.ts'
import { studyCalls, studyProgress } from './calls/studies.ts'
import { prepareDataset, publishedSets } from './datasets/index.ts'
import { openEngine, planEngine } from './engines/open.ts'
import { endSurvey } from './gpu/survey.ts'
import type { Store } from './store/open.ts'
import type { StudyRecord } from './store/studies.ts'
import { measureStudy } from './study/measure-study.ts'
import { openCheckpointFiles } from './study/checkpoint-files.ts'
import { planStudy } from './study/plan.ts'
import { studyStream } from './study/study-streams.ts'
import { openStudyQueue, type RunControl } from './study/queue.ts'
import { trainStudy } from './study/run.ts'
import { software } from './version.ts'

export interface AnswerContext {
  home: string
  store: Store
  access: 'own' | 'share'
  emit(event: LabEvent): void
  cores: number
}

type Calls = { [Name in RequestName]: (input: CheckedInput<Name>) => Answer<Name> | Promise<Answer<Name>> }

/** Puts the parts of the lab together: every request with what answers it. */
export async function openAnswers(context: AnswerContext): Promise<{
  calls: Calls
  resumeInterrupted(): void
  /** @param asked see StudyQueue */
  close(asked: boolean): Promise<void>
}> {
  const { home, store, access, emit, cores } = context
  const files = openCheckpointFiles(home)
  const registry = await openDatasetRegistry(home, store)
  const closing = new AbortController()
  const datasets = datasetCalls({ registry, home, store, access, published: publishedSets, emit })
  const comparison = { store, emit, workers: cores, writable: access === 'own' }
  const compared = comparisonCalls(comparison)
  const patterns = patternCalls(store)
  const bundles = bundleCalls({ home, store, access, registry, comparison, findPatterns: patterns.findPatterns, emit })

  /** Prepares one dataset of a study for its network. */
  async function prepare(spec: StudySpec, name: string) {
    const chosen = spec.datasets.find((dataset) => dataset.name === name)
    const { input, classes } = planStudy(spec).network
    return prepareDataset(await registry.read(name), {
      name,
      input,
      classes,
      ...spec.preprocessing,
      ...(chosen?.train !== undefined && { train: chosen.train }),
      ...(chosen?.test !== undefined && { test: chosen.test }),
      stream: (part) => studyStream(spec, 'subset', name, part),
    })
  }

  /** Says what becomes of a study's training, and keeps it. */
  function notice(study: string, message: string): void {
    const at = new Date().toISOString()
    try {
      store.notices.add(study, { at, message })
    } catch {
      // A disk that is full stops the study at the end of its epoch, and says so.
    }
    emit({ event: 'notice', study, at, message })
  }

  async function work(study: string, { engine: choice, ...how }: HowToRun, control: RunControl): Promise<void> {
    const record = store.studies.list().find(({ id }) => id === study)
    if (!record) throw new LabError('study.unknown', `study ${study} is gone`)
    registry.check(record.spec, record.datasets)
    const plan = planStudy(record.spec)
    const { engine, reason, devices } = await openEngine(choice, {
      ...how,
      notice: (message) => notice(study, message),
    })
    try {
      store.studies.setEngine(study, engine.id, engine.device, engine.lanes, software)
      emit({ event: 'study.started', study, name: record.name, engine: engine.id, device: engine.device, reason })
      await trainStudy({
        study,
        plan,
        store,
        files,
        engine,
        emit,
        ...control,
        prepare: (name) => prepare(record.spec, name),
      })
    } finally {
      await engine.close()
    }
    const [gpu] = devices.filter(({ kind }) => engine.id === 'webgpu' && kind === 'gpu')
    const device = gpu && { backend: gpu.backend ?? '', name: gpu.name }
    await measureStudy({ ...comparison, ...(device && { gpu: { device, notice } }) }, record, {}, control.signal)
    await files.sweep(releaseCheckpoints(store, study))
  }

  const queue =
    access === 'own'
      ? openStudyQueue(store, emit, (study) => studyProgress(store, findStudy(store, study)), work)
      : null
  if (queue) {
    await files.sweep(store.checkpoints.files())
    await registry.sweep()
    await sweepStaging(home)
  }
  const interrupted = queue ? store.studies.list().filter(({ status, wish }) => isInterrupted(status, wish)) : []
  for (const { id } of interrupted) store.studies.setStatus(id, 'paused')

  return {
    calls: {
      doctor: () => diagnose(home, store),
      readLoad: () => ({ memoryBytes: process.memoryUsage.rss(), freeMemoryBytes: freemem(), cores }),
      ...estimateCalls({
        check: (spec) => registry.check(spec),
        counts: (spec) => registry.counts(spec),
        signal: closing.signal,
      }),
      ...datasets.calls,
      ...studyCalls({
        store,
        queue,
        checkDatasets: (spec) => registry.check(spec),
        checkEngine: async (asked) => void (await planEngine(asked)),
        removeCheckpoint: (file) => files.remove(file),
      }),
      ...catalogueCalls(store),
      ...compared,
      ...distanceViewCalls(comparison),
      ...matchingCalls(store),
      ...kernelCalls(store),
      ...patterns,
      ...bundles.calls,
      ...benchCalls,
    },
    resumeInterrupted() {
      for (const { id, asked } of interrupted) queue?.enqueue(id, { ...howToRun.parse(asked ?? {}), gone: 'replace' })
    },
    async close(asked) {
      closing.abort()
      endSurvey()
      await datasets.close()
      await bundles.close()
      await queue?.close(asked)
    },
  }
}

/** Whether a study stopped with the process that ran it, and not because a person paused it. */
function isInterrupted(status: StudyStatus, wish: StudyRecord['wish']): boolean {
  return status === 'running' || status === 'queued' || (status === 'paused' && wish === null)
}

/** Forgets the checkpoints of a study that has been trained; gives back the files that others still need. */
function releaseCheckpoints(store: Store, study: string): string[] {
  store.checkpoints.removeStudy(study)
  return store.checkpoints.files()
}
