import { Worker } from 'node:worker_threads'
import type { ConditionTests } from '../../../shared/comparison.ts'
import { LabError } from '../../../shared/errors.ts'
import { workerEntry } from '../locations.ts'
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
  const worker = new Worker(workerEntry(import.meta.url, './test-worker.ts'), { workerData: task })
  try {
    const table = await new Promise<TestAnswer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new LabError('internal', 'the statistics worker ended early; try again')))
    })
    return { table, alpha: spec.comparison.alpha }
  } finally {
    await worker.terminate()
  }
}
