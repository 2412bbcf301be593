import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { drawInitialWeights } from '../../src/main/lab/science/initial-weights.ts'
import { drawRandomMasks } from '../../src/main/lab/science/pruning.ts'
import { openStore, type Store } from '../../src/main/lab/store/open.ts'
import { compareStudy } from '../../src/main/lab/study/compare.ts'
import { planStudy, ticketId } from '../../src/main/lab/study/plan.ts'
import { trialStream } from '../../src/main/lab/study/study-streams.ts'
import {
  describeLayers,
  encodeFloats,
  encodeMasks,
  hashTicket,
  ticketContent,
} from '../../src/main/lab/study/ticket-content.ts'
import { studySpecSchema, type StudySpec, type StudySpecInput } from '../../src/shared/spec.ts'

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketscope-bundles-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const dataset = { digits: 'ab'.repeat(32) }

/** Tickets of a few weights: one bundle of them is a few kilobytes. */
export const tinySpec: StudySpecInput = {
  version: 1,
  name: 'tiny, with a comma',
  seed: 3,
  datasets: [{ name: 'digits' }],
  network: {
    input: { height: 4, width: 4, channels: 1 },
    layers: [
      { kind: 'conv', filters: 2 },
      { kind: 'pool' },
      { kind: 'dense', units: 3 },
      { kind: 'output', classes: 2 },
    ],
  },
  training: { optimiser: { kind: 'sgd', learningRate: 0.1 }, batch: 10, epochs: 1 },
  pruning: { rounds: 1, rates: { conv: 0.3, dense: 0.3, output: 0.3 } },
  trials: 2,
  comparison: { permutations: 10, bootstraps: 10 },
}

/**
 * Puts a finished study into a home without training it: masks at random, "trained" weights that are the initial ones
 * grown by a tenth, made-up accuracies.
 */
export async function addStudy(store: Store, id: string, input: StudySpecInput = tinySpec): Promise<StudySpec> {
  const spec = studySpecSchema.parse(input)
  const plan = planStudy(spec)
  const { layers } = plan.network
  const datasets = Object.fromEntries(spec.datasets.map(({ name }) => [name, dataset.digits]))
  store.studies.add({ id, spec, datasets, createdAt: '2026-01-02T03:04:05.678Z' })
  store.studies.setEngine(id, 'wasm', 'a processor', 2, { ticketscope: '0.1.0', node: '24.0.0' })
  for (const key of plan.trials) {
    const initial = drawInitialWeights(layers, trialStream(plan, key, 'initial weights'))
    for (const kind of ['winning', 'random'] as const) {
      for (let round = kind === 'winning' ? 0 : spec.pruning.rounds; round <= spec.pruning.rounds; round++) {
        const masks = drawRandomMasks(layers, plan.kept[round] ?? [], trialStream(plan, key, `${kind} test`, round))
        const content = ticketContent(masks, initial)
        const [maskBytes, initialBytes] = [encodeMasks(masks), encodeFloats(content.surviving)]
        const final = round === spec.pruning.rounds
        const trained = encodeFloats(content.surviving.map((layer) => layer.map((weight) => weight * 1.1)))
        const ticket = ticketId(id, key, kind, round)
        const checks = { keptCountsAsPlanned: true }
        store.tickets.add(
          {
            ...{ id: ticket, study: id, ...key, kind, round, checks },
            sha256: hashTicket(layers, maskBytes, initialBytes),
            layers: describeLayers(layers, content),
          },
          { masks: maskBytes, initial: final ? initialBytes : null },
        )
        store.tickets.finish(ticket, {
          accuracy: 0.5 + 0.01 * key.trial,
          checks,
          trained: final ? trained : null,
          trainedSha256: final ? hashTicket(layers, maskBytes, trained) : null,
        })
        const metrics = { ...key, kind, round: round + 1, epoch: 1, loss: 1 / 3, accuracy: 0.5 + 0.01 * key.trial }
        store.epochs.record(id, metrics)
      }
    }
  }
  store.studies.setStatus(id, 'finished')
  const study = store.studies.list().find((candidate) => candidate.id === id)
  if (study) await compareStudy({ store, emit: () => undefined, workers: 1, writable: true }, study, {})
  return spec
}

/** A home with one tiny study in it. */
export async function makeHome(input?: StudySpecInput): Promise<{ home: string; store: Store; spec: StudySpec }> {
  const home = temporaryFolder()
  const store = openStore(home, 'own')
  afterAll(() => store.close())
  const spec = await addStudy(store, '0123456789', input)
  return { home, store, spec }
}
