import { existsSync, readFileSync } from 'node:fs'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { DistanceReport, NetworkComparison } from '../../../shared/results.ts'
import { wasmFile } from '../locations.ts'
import {
  decodeNetworkFile,
  measureDistance,
  openDistanceKernel,
  type SignedNetwork,
} from '../science/distance/index.ts'
import { compareStudy } from '../study/compare.ts'
import type { ComparisonContext } from '../study/measure-study.ts'
import { findStudy, readTicketNetwork } from './find.ts'

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

    compareNetworks({ a, b, alignment, signs }: CheckedInput<'compareNetworks'>): NetworkComparison {
      const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
      const options = { alignment, positiveWeight: 0.5 }
      return measureDistance(kernel, readNetwork(a, signs), readNetwork(b, signs), options)
    },
  }

  /** A file, else a ticket. */
  function readNetwork(source: string, signs: 'initial' | 'trained'): SignedNetwork {
    if (existsSync(source)) return readNetworkFile(source)
    if (!store.tickets.byId(source))
      throw new LabError(
        'ticket.unknown',
        `${source}: neither a file nor a ticket's id; \`ticketscope tickets STUDY\` lists ids`,
      )
    return readTicketNetwork(store, source, signs).network
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
