import { LabError } from '../../../shared/errors.ts'
import type { StudyEvent } from '../../../shared/protocol.ts'
import type { Engine, EngineDataset, LoadedDataset } from '../engines/engine.ts'
import type { Store } from '../store/open.ts'
import type { CheckpointFiles } from './checkpoint-files.ts'
import type { StudyPlan } from './plan.ts'
import type { TrialKey } from './study-streams.ts'
import { runTrial } from './trial.ts'

/** One study at work. */
export interface StudyRun {
  study: string
  plan: StudyPlan
  store: Store
  files: CheckpointFiles
  engine: Engine
  /** A dataset's images as the study's network sees them. */
  prepare(name: string): Promise<EngineDataset>
  emit(event: StudyEvent): void
  signal: AbortSignal
  /** Asked after each epoch: whether every trial is to stop at the end of its epoch. */
  pausing(): boolean
}

/**
 * Trains every trial that is not finished, as many at a time as the engine has lanes. Which trial runs beside which
 * makes no difference to any result.
 * @throws LabError `interrupted` when paused or aborted; what was committed stays
 */
export async function trainStudy(run: StudyRun): Promise<void> {
  const failure = new AbortController()
  const signal = AbortSignal.any([run.signal, failure.signal])
  const datasets = new Map<string, LoadedDataset>()
  try {
    for (const { name } of run.plan.spec.datasets) {
      signal.throwIfAborted()
      datasets.set(name, await run.engine.load(await run.prepare(name)))
    }
    const waiting = [...run.plan.trials]
    const lane = async (): Promise<void> => {
      for (let key = waiting.shift(); key; key = waiting.shift()) {
        if (signal.aborted || run.pausing()) throw interrupted()
        await trainTrial(run, key, datasets, signal)
      }
    }
    const lanes = Array.from({ length: Math.min(run.engine.lanes, waiting.length) }, async () => {
      try {
        await lane()
      } catch (thrown) {
        // A pause lets the other lanes come to the end of their epochs; anything else stops them.
        if (!run.pausing()) failure.abort()
        throw thrown
      }
    })
    const outcomes = await Promise.allSettled(lanes)
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    const cause = reasons.find((reason) => !(reason instanceof LabError && reason.code === 'interrupted'))
    if (reasons.length > 0) throw cause ?? reasons[0]
  } finally {
    for (const dataset of datasets.values()) dataset.unload()
  }
}

function interrupted(): LabError {
  return new LabError('interrupted', 'the study was stopped; resume it to go on')
}

function trainTrial(
  run: StudyRun,
  key: TrialKey,
  datasets: Map<string, LoadedDataset>,
  signal: AbortSignal,
): Promise<void> {
  return runTrial(
    {
      ...run,
      datasets,
      signal,
      atEpochEnd() {
        if (signal.aborted || run.pausing()) throw interrupted()
      },
    },
    key,
  )
}
