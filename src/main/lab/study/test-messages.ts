import type { ConditionRow } from '../../../shared/results.ts'
import type { ConditionTicket } from '../science/conditions.ts'
import type { MeasuredStudy } from './measured-study.ts'

/** To the statistics worker. */
export interface TestTask extends Pick<MeasuredStudy, 'conditions' | 'layers' | 'values'> {
  seed: number
  tickets: ConditionTicket[]
  datasets: string[]
  permutations: number
  bootstraps: number
}

/** From the worker, once. */
export type TestAnswer = ConditionRow[]
