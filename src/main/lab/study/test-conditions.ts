import type { ConditionTests } from '../../../shared/comparison.ts'
import { workerEntry } from '../locations.ts'
import { askWorker } from './ask-worker.ts'
import type { MeasuredStudy } from './measured-study.ts'
import type { TestAnswer, TestTask } from './test-messages.ts'

/** Tests a study's conditions in a worker thread: with many tickets the shuffles and draws take seconds. */
export async function testMeasuredStudy({
  spec,
  tickets,
  conditions,
  layers,
  values,
}: MeasuredStudy): Promise<ConditionTests> {
  const task: TestTask = {
    seed: spec.seed,
    tickets: tickets.map(({ kind, dataset, trial }) => ({ kind, dataset, trial })),
    datasets: spec.datasets.map(({ name }) => name),
    conditions,
    layers,
    values,
    permutations: spec.comparison.permutations,
    bootstraps: spec.comparison.bootstraps,
  }
  const entry = workerEntry(import.meta.url, './test-worker.ts')
  const table = await askWorker<TestAnswer>({ entry, work: 'testing the conditions', task })
  return { table, alpha: spec.comparison.alpha }
}
