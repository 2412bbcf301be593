import { drawRandomMasks } from '../src/main/lab/science/pruning.ts'
import { openStream } from '../src/main/lab/science/streams.ts'
import { openStore } from '../src/main/lab/store/open.ts'
import { planStudy, ticketId } from '../src/main/lab/study/plan.ts'
import { describeLayers, encodeFloats, encodeMasks, hashTicket } from '../src/main/lab/study/ticket-content.ts'
import { presets, studySpecSchema } from '../src/shared/spec.ts'

/**
 * Fills an empty home with a study whose verified tickets are Conv-2 networks as sparse as the paper's winning tickets, each
 * of other initial weights, so that every two are compared. Masks and signs are drawn, not trained.
 */
export function makeConv2Home(home: string, tickets: number): void {
  const spec = studySpecSchema.parse({
    ...presets.paper,
    name: 'pairs',
    datasets: [{ name: 'drawn' }],
    trials: tickets,
    comparison: { pairs: 'all' },
  })
  const plan = planStudy(spec)
  const { layers } = plan.network
  const { rounds } = spec.pruning
  const kept = plan.kept[rounds] ?? []
  const store = openStore(home, 'own')
  try {
    store.studies.add({ id: 'pairs', spec, datasets: { drawn: '0'.repeat(64) }, createdAt: new Date().toISOString() })
    for (const key of plan.trials) {
      const stream = openStream(['pairs benchmark', key.trial])
      const masks = drawRandomMasks(layers, kept, stream)
      const surviving = kept.map((count) => Float32Array.from({ length: count }, () => stream.uniform() - 0.5))
      const payload = { masks: encodeMasks(masks), initial: encodeFloats(surviving) }
      const id = ticketId('pairs', key, 'winning', rounds)
      const described = describeLayers(layers, { masks, surviving })
      const sha256 = hashTicket(layers, payload.masks, payload.initial)
      store.tickets.add(
        { id, study: 'pairs', ...key, kind: 'winning', round: rounds, sha256, layers: described, checks: {} },
        payload,
      )
      store.tickets.finish(id, { accuracy: 0.5, checks: {}, trained: null, trainedSha256: null })
    }
    store.studies.setStatus('pairs', 'finished')
  } finally {
    store.close()
  }
}
