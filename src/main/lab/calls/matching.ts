import { readFileSync } from 'node:fs'
import type { MatchedLayer, PairMatch } from '../../../shared/comparison.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import { wasmFile } from '../locations.ts'
import { countPlaces, matchLayers, openDistanceKernel, readSigns } from '../science/distance/index.ts'
import type { Store } from '../store/open.ts'
import { labelTicket, readTicketNetwork } from './find.ts'

export function matchingCalls(store: Store) {
  return {
    /** The distances that the matching gives are those that the study's report has for this pair. */
    matchPair({ first, second, metric, alignment, signs }: CheckedInput<'matchPair'>): PairMatch {
      const a = readTicketNetwork(store, first, signs)
      const b = readTicketNetwork(store, second, signs)
      const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
      const { positiveWeight } = a.study.spec.comparison
      const matches = matchLayers(kernel, a.network, b.network, metric, { alignment, positiveWeight })
      const layers = a.plan.network.layers.flatMap(({ name, kind, units, fanIn }, index): MatchedLayer[] => {
        const own = a.network.layers[index]
        const match = matches[index]
        if (!own || !match) return []
        const { distance, assignment, unitDistances, compared } = match
        const everyUnit = Int32Array.from({ length: units }, (_, unit) => unit)
        const filters = {
          channels: fanIn / 9,
          first: readSigns(own, everyUnit),
          second: readSigns(compared, assignment),
        }
        return [
          {
            ...{ name, kind, units, inputs: fanIn, distance, assignment, unitDistances },
            ...countPlaces(own, compared, assignment),
            filters: kind === 'conv' ? filters : null,
          },
        ]
      })
      const mean = layers.reduce((sum, { distance }) => sum + distance, 0) / layers.length
      const labels = { first: labelTicket(a.ticket), second: labelTicket(b.ticket) }
      return { ...labels, metric, alignment, signs, mean, layers }
    },
  }
}
