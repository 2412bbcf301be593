import type { TicketPair } from '../../science/conditions.ts'
import { benchmarkOptions, drawBenchmarkTicket } from '../../science/distance/index.ts'
import { openDeviceDistances } from './device-distances.ts'
import type { DeviceName } from './messages.ts'

/** Pairs that warm the device and the threads up. */
const warmUp = 16

/**
 * Milliseconds from pair to pair when a graphics device and all cores compare Conv-2 tickets of the paper's density by both
 * metrics, propagated: the mean over all pairs. Opening the device does not count.
 */
export async function benchDeviceDistances(
  device: DeviceName,
  pairs: number,
  workers: number,
): Promise<{ millisecondsPerPair: number; pairs: number }> {
  const tickets = Math.ceil((1 + Math.sqrt(1 + 8 * pairs)) / 2)
  const networks = Array.from({ length: tickets }, (_, ticket) => drawBenchmarkTicket(ticket))
  const all = listPairs(tickets).slice(0, pairs)
  const opened = openDeviceDistances(device, networks, benchmarkOptions, workers)
  try {
    await opened.measure(all.slice(0, warmUp), () => undefined)
    const started = performance.now()
    await opened.measure(all, () => undefined)
    return { millisecondsPerPair: (performance.now() - started) / pairs, pairs }
  } finally {
    await opened.close()
  }
}

/** Every two of so many networks. */
function listPairs(networks: number): TicketPair[] {
  const places = Array.from({ length: networks }, (_, place) => place)
  return places.flatMap((a) => places.slice(a + 1).map((b) => ({ a, b })))
}
