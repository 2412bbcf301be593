import { openStore } from '../../src/main/lab/store/open.ts'
import type { StudyEvent } from '../../src/shared/protocol.ts'
import { presets, studySpecSchema } from '../../src/shared/spec.ts'

const id = 'halfrun'
const spec = studySpecSchema.parse({
  ...presets.sample,
  name: 'half run',
  trials: 60,
  pruning: { ...presets.sample.pruning, rounds: 11 },
  training: { ...presets.sample.training, epochs: 10 },
})

type Epoch = StudyEvent & { event: 'epoch' }

/** The epochs of a study of 2 datasets × 60 trials × 11 rounds in the order in which two workers train them. */
function* epochs(): Generator<Epoch> {
  const { trials, datasets, pruning, training } = spec
  const total = trials * datasets.length * pruning.rounds * training.epochs
  let done = 0
  for (let trial = 1; trial <= trials; trial++) {
    for (let round = 1; round <= pruning.rounds; round++) {
      for (let epoch = 1; epoch <= training.epochs; epoch++) {
        for (const { name: dataset } of datasets) {
          const accuracy = 0.6 + 0.2 * (1 - 1 / epoch) + 0.001 * (trial % 7)
          const place = { study: id, dataset, trial, kind: 'winning', round, epoch } as const
          yield {
            event: 'epoch',
            ...place,
            loss: 1 - accuracy,
            accuracy,
            imagesPerSecond: 9000,
            progress: ++done / total,
          }
        }
      }
    }
  }
}

/** Adds that study, paused when half of it was trained, to a home. */
export function addHalfRun(home: string): void {
  const store = openStore(home, 'own')
  const datasets = Object.fromEntries(spec.datasets.map(({ name }) => [name, '0'.repeat(64)]))
  // Older than the large study, so that it does not stand first.
  store.inTransaction(() => {
    store.studies.add({ id, spec, datasets, createdAt: '2026-01-01T00:00:00.000Z' })
    store.studies.setStatus(id, 'paused', null, 'pause')
    for (const { dataset, trial, kind, round, epoch, loss, accuracy, progress } of epochs())
      if (progress <= 0.5) store.epochs.record(id, { dataset, trial, kind, round, epoch, loss, accuracy })
  })
  store.close()
}

/** What the lab tells when the study goes on: it runs, then epoch after epoch. */
export function goOn(count: number): StudyEvent[] {
  const next = [...epochs()].filter(({ progress }) => progress > 0.5).slice(0, count)
  return [{ event: 'study.changed', study: id, status: 'running', progress: 0.5 }, ...next]
}
