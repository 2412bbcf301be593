import { LabError } from '../../../shared/errors.ts'
import type { Answer, CheckedInput } from '../../../shared/protocol.ts'
import { architectureOf, type StudySpec } from '../../../shared/spec.ts'
import { benchTraining } from '../engines/benchmark.ts'
import { openDecided, planEngine } from '../engines/open.ts'
import { countTrainingImages, estimateDisk, estimateMemory, type ImageCounts } from '../study/estimate.ts'
import { planStudy } from '../study/plan.ts'

/** Seconds that a speed is measured for. */
const measuredSeconds = 1

export interface EstimateContext {
  /** @throws LabError when a dataset of the spec is unknown or does not fit the network */
  check(spec: StudySpec): void
  /** Images that the spec takes of each dataset. */
  counts(spec: StudySpec): Map<string, ImageCounts>
  /** Ends a measurement. */
  signal: AbortSignal
}

interface Measured {
  device: string
  /** Networks trained at the same time. */
  runs: number
  imagesPerSecond: number
}

/** What a study would cost on this machine, by the speed of the engine and device that it would run on. */
export function estimateCalls({ check, counts, signal }: EstimateContext) {
  /** By engine, devices, workers, trials, network and batch: an estimate is asked again with every change of a form. */
  const speeds = new Map<string, Measured>()

  return {
    async estimateStudy({ spec, workers, ...wanted }: CheckedInput<'estimateStudy'>): Promise<Answer<'estimateStudy'>> {
      const plan = planStudy(spec)
      check(spec)
      const decision = await planEngine(wanted)
      if (signal.aborted) throw new LabError('interrupted', 'the estimate was stopped')
      const architecture = architectureOf(spec)
      const { batch } = spec.training
      const trials = plan.trials.length

      async function measure(): Promise<Measured> {
        const engine = await openDecided(decision, { workers, notice: () => undefined })
        try {
          const runs = Math.min(engine.lanes, trials)
          const measured = { name: spec.name, architecture, batch, seconds: measuredSeconds, runs, signal }
          const { imagesPerSecond } = await benchTraining(engine, measured)
          return { device: engine.device, runs, imagesPerSecond }
        } finally {
          await engine.close()
        }
      }

      const names = decision.devices.map(({ name }) => name)
      const key = JSON.stringify([decision.id, names, workers, trials, architecture, batch])
      const speed = speeds.get(key) ?? (await measure())
      speeds.set(key, speed)
      const images = countTrainingImages(plan, counts(spec))
      const onCpu = decision.devices.some(({ kind }) => kind !== 'gpu')
      return {
        ...{ engine: decision.id, device: speed.device, reason: decision.reason, notice: decision.notice },
        ...{ workers: speed.runs, imagesPerSecond: speed.imagesPerSecond, images },
        seconds: images / speed.imagesPerSecond,
        diskBytes: estimateDisk(plan),
        memoryBytes: estimateMemory(plan, counts(spec), speed.runs, onCpu),
      }
    },
  }
}
