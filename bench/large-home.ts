import { openStore } from '../src/main/lab/store/open.ts'
import { drawInitialWeights } from '../src/main/lab/science/initial-weights.ts'
import { drawRandomMasks } from '../src/main/lab/science/pruning.ts'
import { openStream } from '../src/main/lab/science/streams.ts'
import { planStudy, ticketId } from '../src/main/lab/study/plan.ts'
import { trialStream } from '../src/main/lab/study/study-streams.ts'
import {
  describeLayers,
  encodeFloats,
  encodeMasks,
  hashTicket,
  ticketContent,
} from '../src/main/lab/study/ticket-content.ts'
import type { TicketKind } from '../src/shared/results.ts'
import { presets, studySpecSchema } from '../src/shared/spec.ts'

const metrics = ['nnstd', 'nnstd-signed'] as const

/**
 * Fills an empty home with a finished study of 3 datasets × 55 trials: 1,320 tickets over all rounds, and 25,940 pairs of
 * final tickets. The masks are random and the distances are drawn: the window is measured, not science.
 * @returns the study's id
 */
export function makeLargeHome(home: string): string {
  const spec = studySpecSchema.parse({
    ...presets.sample,
    name: 'large',
    datasets: [{ name: 'fashion' }, { name: 'digits' }, { name: 'third' }],
    trials: 55,
    comparison: { pairs: 3500 },
  })
  const plan = planStudy(spec)
  const { layers } = plan.network
  const id = 'large'
  const store = openStore(home, 'own')
  const draw = openStream(['large home'])
  const final: { sha256: string; dataset: string; trial: number; kind: TicketKind }[] = []
  store.inTransaction(() => {
    store.studies.add({
      id,
      spec,
      datasets: Object.fromEntries(spec.datasets.map(({ name }) => [name, '0'.repeat(64)])),
      createdAt: new Date().toISOString(),
    })
    for (const key of plan.trials) {
      const initial = drawInitialWeights(layers, trialStream(plan, key, 'initial weights'))
      const add = (kind: TicketKind, round: number): void => {
        const masks = drawRandomMasks(layers, plan.kept[round] ?? [], draw)
        const content = ticketContent(masks, initial)
        const packed = encodeMasks(masks)
        const surviving = encodeFloats(content.surviving)
        const isFinal = round === spec.pruning.rounds
        const sha256 = hashTicket(layers, packed, surviving)
        const ticket = ticketId(id, key, kind, round)
        store.tickets.add(
          { id: ticket, study: id, ...key, kind, round, sha256, layers: describeLayers(layers, content), checks: {} },
          { masks: packed, initial: isFinal ? surviving : null },
        )
        const accuracy = 0.7 + 0.1 * draw.uniform()
        store.tickets.finish(ticket, { accuracy, checks: {}, trained: null, trainedSha256: null })
        if (isFinal) final.push({ sha256, ...key, kind })
      }
      for (let round = 0; round <= spec.pruning.rounds; round++) add('winning', round)
      add('random', spec.pruning.rounds)
    }
    store.studies.setStatus(id, 'finished')
  })
  // As the study compares them: every two tickets once, a winning ticket before a random one of its dataset.
  const { alignment, signs, positiveWeight } = spec.comparison
  const isFirst = (a: (typeof final)[number], b: (typeof final)[number]): boolean =>
    a.dataset === b.dataset && a.kind !== b.kind ? a.kind === 'winning' : final.indexOf(a) < final.indexOf(b)
  const names = spec.datasets.map(({ name }) => name)
  final.sort(
    (a, b) => names.indexOf(a.dataset) - names.indexOf(b.dataset) || a.trial - b.trial || (a.kind < b.kind ? 1 : -1),
  )
  store.inTransaction(() => {
    for (const a of final) {
      for (const b of final) {
        if ((a.dataset === b.dataset && a.trial === b.trial) || !isFirst(a, b)) continue
        for (const metric of metrics) {
          const isClose = a.kind === 'winning' && b.kind === 'winning' && metric === 'nnstd-signed'
          const distances = layers.map(() => (isClose ? 0.72 : 0.75) + 0.01 * draw.normal())
          store.distances.add(
            { a: a.sha256, b: b.sha256, metric, alignment, signs, positiveWeight },
            { layers: distances, mean: distances.reduce((sum, value) => sum + value, 0) / distances.length },
          )
        }
      }
    }
  })
  store.close()
  return id
}
