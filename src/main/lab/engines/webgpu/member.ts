import { LabError } from '../../../../shared/errors.ts'
import type { EpochReport, TrainingRun, TrainingState } from '../engine.ts'

/** A run that is trained in lockstep with others. */
export interface Member {
  readonly run: TrainingRun
  /** What is to be put on the device, or null while it is there: a report's arrays are the caller's. */
  state: TrainingState | null
  /** Steps taken so far. */
  steps: number
  /** The next epoch. */
  epoch: number
  /** Where its parameters lie on the device, or null when they are not there yet. */
  slot: number | null
  readonly over: boolean
  /** Hands a report on as soon as the one before was taken; training goes on meanwhile. */
  report(report: EpochReport): Promise<void>
  finish(state: TrainingState): void
  fail(thrown: unknown): void
}

/** @returns the member, and what its run comes to */
export function createMember(run: TrainingRun): { member: Member; outcome: Promise<TrainingState> } {
  const { promise, resolve, reject } = Promise.withResolvers<TrainingState>()
  const ended = Promise.withResolvers<void>()
  let over = false
  let taken: Promise<void> = Promise.resolve()

  function end(settle: () => void): void {
    if (over) return
    over = true
    run.signal.removeEventListener('abort', abort)
    settle()
    ended.resolve()
  }
  const abort = (): void => end(() => reject(new LabError('interrupted', 'training was stopped')))
  run.signal.addEventListener('abort', abort, { once: true })

  const member: Member = {
    run,
    state: run.start,
    steps: run.start.steps,
    epoch: run.firstEpoch,
    slot: null,
    get over() {
      return over
    },
    async report(report) {
      await Promise.race([taken, ended.promise])
      if (over) return
      taken = Promise.resolve(run.onEpoch(report)).catch((thrown: unknown) => end(() => reject(thrown)))
    },
    finish(state) {
      void taken.then(() => end(() => resolve(state)))
    },
    fail: (thrown) => end(() => reject(thrown)),
  }
  if (run.signal.aborted) abort()
  return { member, outcome: promise }
}
