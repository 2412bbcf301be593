import type { StudySpec } from '../../../shared/spec.ts'
import { openStream, type RandomStream } from '../science/streams.ts'

/** One trial of one dataset: its own initial weights, its winning and its random ticket. */
export interface TrialKey {
  dataset: string
  /** 1 … trials. */
  trial: number
}

type Seeded = Pick<StudySpec, 'seed'>

/** The stream of one purpose of a trial (methods.md: "Every random draw comes from a named stream"). */
export function trialStream(
  { spec }: { spec: Seeded },
  key: TrialKey,
  purpose: string,
  ...more: number[]
): RandomStream {
  return openStream(['ticketscope', 1, spec.seed, key.dataset, key.trial, purpose, ...more])
}

/** A stream of the study as a whole, such as the sampling of pairs. */
export function studyStream(spec: Seeded, purpose: string, ...more: (string | number)[]): RandomStream {
  return openStream(['ticketscope', 1, spec.seed, purpose, ...more])
}
