import { existsSync, readFileSync } from 'node:fs'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { DistanceReport, NetworkComparison, PatternReport } from '../../../shared/results.ts'
import { isForeignNetwork, readForeignNetwork } from '../bundles/index.ts'
import { wasmFile } from '../locations.ts'
import {
  buildSignedNetwork,
  decodeNetworkFile,
  measureDistance,
  openOverlapKernel,
  type SignedNetwork,
} from '../science/distance/index.ts'
import { describePatterns } from '../science/patterns/index.ts'
import { spreadWeights } from '../science/pruning.ts'
import { compareStudy, finalTickets, type ComparisonContext } from '../study/compare.ts'
import { planStudy } from '../study/plan.ts'
import { readTicket } from '../study/tickets.ts'
import { findStudy } from './find.ts'

export function comparisonCalls(context: ComparisonContext) {
  const { store } = context
  return {
    async measureDistances({
      study: wanted,
      metric,
      ...choice
    }: CheckedInput<'measureDistances'>): Promise<DistanceReport> {
      const report = await compareStudy(context, findStudy(store, wanted), choice)
      if (metric === 'both') return report
      return {
        ...report,
        pairs: report.pairs.filter((pair) => pair.metric === metric),
        table: report.table.filter((row) => row.metric === metric),
      }
    },

    async compareNetworks({ a, b, alignment, signs }: CheckedInput<'compareNetworks'>): Promise<NetworkComparison> {
      const kernel = openOverlapKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
      const options = { alignment, positiveWeight: 0.5 }
      return measureDistance(kernel, await readNetwork(a, signs), await readNetwork(b, signs), options)
    },

    findPatterns({ study: wanted, layer }: CheckedInput<'findPatterns'>): PatternReport {
      const study = findStudy(store, wanted)
      const plan = planStudy(study.spec)
      const place = plan.network.layers.findIndex(({ name }) => name === layer)
      const found = plan.network.layers[place]
      if (found?.kind !== 'conv') {
        const names = plan.network.layers.filter(({ kind }) => kind === 'conv').map(({ name }) => name)
        throw new LabError('usage', `no convolution "${layer}"; the study has ${names.join(', ') || 'none'}`)
      }
      const tickets = finalTickets(store, plan, study)
      const limit = study.spec.patterns.ticketsPerGroup
      const describe = (group: typeof tickets) =>
        describePatterns(
          group.slice(0, limit === 'all' ? undefined : limit).map((ticket) => {
            const { masks, surviving } = readTicket(store, plan, ticket)
            const [weights = new Float32Array()] = spreadWeights(
              [surviving[place] ?? new Float32Array()],
              [masks[place] ?? new Uint8Array()],
            )
            return Int8Array.from(weights, (weight, index) => (masks[place]?.[index] === 1 ? (weight < 0 ? -1 : 1) : 0))
          }),
          { filters: found.units, channels: found.fanIn / 9 },
        )
      const winning = study.spec.datasets.map(({ name }) => [
        `winning ${name}`,
        describe(tickets.filter(({ kind, dataset }) => kind === 'winning' && dataset === name)),
      ])
      const random = describe(tickets.filter(({ kind }) => kind === 'random'))
      return { layer, groups: Object.fromEntries([['random', random], ...winning]) }
    },
  }

  /** A file, else a ticket. */
  async function readNetwork(source: string, signs: 'initial' | 'trained'): Promise<SignedNetwork> {
    if (existsSync(source)) return isForeignNetwork(source) ? readForeignNetwork(source) : readNetworkFile(source)
    const ticket = store.tickets.byId(source)
    if (!ticket)
      throw new LabError(
        'ticket.unknown',
        `${source}: neither a file nor a ticket's id; \`ticketscope tickets STUDY\` lists ids`,
      )
    const study = findStudy(store, ticket.study)
    const plan = planStudy(study.spec)
    const { masks, surviving } = readTicket(store, plan, ticket, signs)
    return buildSignedNetwork(plan.network.layers, masks, surviving)
  }
}

function readNetworkFile(path: string): SignedNetwork {
  const text = readFileSync(path, 'utf8')
  try {
    return decodeNetworkFile(JSON.parse(text), path)
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    throw new LabError(
      'data.format',
      `${path}: not JSON (${thrown.message}); give a network as docs/network-files.md describes`,
      { cause: thrown },
    )
  }
}
