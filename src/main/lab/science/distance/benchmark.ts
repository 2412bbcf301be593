import { architectures } from '../../../../shared/architecture.ts'
import { planNetwork } from '../networks.ts'
import { drawRandomMasks, plannedKept } from '../pruning.ts'
import { openStream } from '../streams.ts'
import { measureDistance, type DistanceOptions } from './measure.ts'
import { buildSignedNetwork, type SignedNetwork } from './network.ts'
import type { DistanceKernel } from './distance-kernel.ts'

/** How the benchmark's tickets are compared. */
export const benchmarkOptions: DistanceOptions = { alignment: 'propagate', positiveWeight: 0.5 }

/** A random Conv-2 ticket of the paper's density. @param ticket which one */
export function drawBenchmarkTicket(ticket: number): SignedNetwork {
  const { layers } = planNetwork(architectures['conv-2'])
  const kept = plannedKept(layers, { conv: 0.1, dense: 0.2, output: 0.1 }, 11)
  const stream = openStream(['distance benchmark', ticket])
  const weights = kept.map((count) => Float32Array.from({ length: count }, () => stream.uniform() - 0.5))
  return buildSignedNetwork(layers, drawRandomMasks(layers, kept, stream), weights)
}

/**
 * Milliseconds that one core needs to compare two Conv-2 tickets of the paper's density by both metrics, propagated:
 * the median over pairs of random tickets.
 */
export function benchDistance(kernel: DistanceKernel, pairs: number): { millisecondsPerPair: number; pairs: number } {
  const times = Array.from({ length: pairs + 1 }, (_, pair) => {
    const first = drawBenchmarkTicket(2 * pair)
    const second = drawBenchmarkTicket(2 * pair + 1)
    const started = performance.now()
    measureDistance(kernel, first, second, benchmarkOptions)
    return performance.now() - started
  })
  const counted = times.slice(1).toSorted((a, b) => a - b) // the first pair warms up
  return { millisecondsPerPair: counted[Math.floor(counted.length / 2)] ?? 0, pairs }
}
