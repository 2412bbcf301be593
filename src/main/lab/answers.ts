import { freemem } from 'node:os'
import type { Answer, CheckedInput, LabEvent, RequestName } from '../../shared/protocol.ts'
import type { CostEstimate, StudyStatus, TrainingBenchmark } from '../../shared/results.ts'
import { architectureOf, type StudySpec } from '../../shared/spec.ts'
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
import { kernelCalls } from './calls/kernels.ts'
import { matchingCalls } from './calls/matching.ts'
import { patternCalls } from './calls/patterns.ts'
import { findStudy } from './calls/find.ts'
import { studyCalls, studyProgress } from './calls/studies.ts'
import { prepareDataset, publishedSets } from './datasets/index.ts'
import { benchTraining } from './engines/benchmark.ts'
import { openEngine } from './engines/open.ts'
import type { Store } from './store/open.ts'
import type { StudyRecord } from './store/studies.ts'
import { measureStudy } from './study/measure-study.ts'
import { openCheckpointFiles } from './study/checkpoint-files.ts'
import { countTrainingImages, estimateDisk, estimateMemory } from './study/estimate.ts'
import { planStudy } from './study/plan.ts'
import { studyStream } from './study/study-streams.ts'
import { openStudyQueue, type RunControl, type RunOptions } from './study/queue.ts'
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

/** Seconds that a cost estimate measures for. */
const measuredSeconds = 1

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

  async function work(study: string, { engine: choice, workers }: RunOptions, control: RunControl): Promise<void> {
    const record = store.studies.list().find(({ id }) => id === study)
    if (!record) throw new LabError('study.unknown', `study ${study} is gone`)
    registry.check(record.spec, record.datasets)
    const plan = planStudy(record.spec)
    const { engine } = await openEngine(choice, { workers: workers ?? cores })
    try {
      store.studies.setEngine(study, engine.id, engine.device, engine.lanes, software)
      emit({ event: 'study.started', study, name: record.name, engine: engine.id, device: engine.device })
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
    await measureStudy(comparison, record, {}, control.signal)
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

  /** What was measured, by engine, lanes, network and batch: an estimate is asked again with every change of a form. */
  const speeds = new Map<string, TrainingBenchmark>()

  async function estimate({ spec, engine: choice, workers }: CheckedInput<'estimateStudy'>): Promise<CostEstimate> {
    const plan = planStudy(spec)
    registry.check(spec)
    const counts = registry.counts(spec)
    const { engine } = await openEngine(choice, { workers: Math.min(workers ?? cores, plan.trials.length) })
    try {
      const architecture = architectureOf(spec)
      const { batch } = spec.training
      const key = JSON.stringify([engine.id, engine.lanes, architecture, batch])
      const measured = { name: spec.name, architecture, batch, seconds: measuredSeconds, signal: closing.signal }
      const speed = speeds.get(key) ?? (await benchTraining(engine, measured))
      speeds.set(key, speed)
      const images = countTrainingImages(plan, counts)
      return {
        engine: engine.id,
        device: engine.device,
        workers: engine.lanes,
        imagesPerSecond: speed.imagesPerSecond,
        images,
        seconds: images / speed.imagesPerSecond,
        diskBytes: estimateDisk(plan),
        memoryBytes: estimateMemory(plan, counts, engine.lanes),
      }
    } finally {
      await engine.close()
    }
  }

  return {
    calls: {
      doctor: () => diagnose(home, store),
      readLoad: () => ({ memoryBytes: process.memoryUsage.rss(), freeMemoryBytes: freemem(), cores }),
      estimateStudy: estimate,
      ...datasets.calls,
      ...studyCalls({
        store,
        queue,
        checkDatasets: (spec) => registry.check(spec),
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
      for (const { id } of interrupted) queue?.enqueue(id, { engine: 'auto', workers: undefined })
    },
    async close(asked) {
      closing.abort()
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
