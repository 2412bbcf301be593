import { availableParallelism } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import type { GpuAdapter } from '../../src/main/lab/gpu/adapter.ts'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { openDeviceDistances } from '../../src/main/lab/gpu/distances/index.ts'
import { countBytes, describeShapes } from '../../src/main/lab/gpu/distances/layer-shape.ts'
import { createOverlapCounter, createOverlapPipeline } from '../../src/main/lab/gpu/distances/overlap-counter.ts'
import { planBatches, planRoom } from '../../src/main/lab/gpu/distances/plan-batches.ts'
import { benchmarkOptions, drawBenchmarkTicket, type SignedNetwork } from '../../src/main/lab/science/distance/index.ts'
import type { TicketPair } from '../../src/main/lab/science/conditions.ts'
import { steadyWasm } from '../../src/main/lab/steady-wasm.ts'
import { measureOnCores } from '../../src/main/lab/study/measure-on-cores.ts'
import { median } from './training/timing.ts'

/** Both ways of comparing tickets, measured in turn. */
export interface DistanceSpeeds {
  workers: number
  pairs: number
  runs: number
  /** Both ways gave the same distances, bit for bit. */
  equal: boolean
  millisecondsPerPair: { device: number; cores: number }
  /** The device's counts by themselves. */
  counting: { millisecondsPerPair: number; layers: Record<string, object> }
}

const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/**
 * Milliseconds to compare two Conv-2 tickets of the paper's density by both metrics, propagated: on a graphics device with
 * all cores matching units, and on all cores alone; and what the device needs for the counts by themselves.
 */
export async function measureDistances(
  adapter: GpuAdapter,
  { pairs: pairCount, runs }: { pairs: number; runs: number },
): Promise<DistanceSpeeds> {
  steadyWasm()
  const workers = availableParallelism()
  const tickets = Math.ceil((1 + Math.sqrt(1 + 8 * pairCount)) / 2)
  const networks = Array.from({ length: tickets }, (_, ticket) => drawBenchmarkTicket(ticket))
  const places = [...networks.keys()]
  const pairs = places.flatMap((a) => places.slice(a + 1).map((b) => ({ a, b }))).slice(0, pairCount)
  const device = openDeviceDistances(adapter, networks, benchmarkOptions, workers)
  const onDevice: unknown[] = []
  const onCores: unknown[] = []
  const deviceTimes: number[] = []
  const coreTimes: number[] = []
  try {
    await device.measure(pairs.slice(0, 16), () => undefined)
    for (let run = 0; run < runs; run++) {
      deviceTimes.push(await secondsOf(() => device.measure(pairs, (pair, distances) => (onDevice[pair] = distances))))
      coreTimes.push(
        await secondsOf(() =>
          measureOnCores({
            ...{ networks, pairs, options: benchmarkOptions, workers },
            onResult: (pair, distances) => (onCores[pair] = distances),
          }),
        ),
      )
    }
  } finally {
    await device.close()
  }
  const perPair = (seconds: number[]): number => (median(seconds) * 1000) / pairs.length
  return {
    ...{ workers, pairs: pairs.length, runs },
    equal: isDeepStrictEqual(onDevice, onCores),
    millisecondsPerPair: { device: perPair(deviceTimes), cores: perPair(coreTimes) },
    counting: await timeCounts(adapter, networks, pairs, runs),
  }
}

/** Time to count the overlaps of a batch's layers, one after the other, with units in their order. */
async function timeCounts(
  adapter: GpuAdapter,
  networks: SignedNetwork[],
  pairs: TicketPair[],
  runs: number,
): Promise<DistanceSpeeds['counting']> {
  const { device, close } = await openDevice(adapter)
  const [first = { layers: [] }] = networks
  const shapes = describeShapes(first.layers, true)
  const room = planRoom(shapes, device.limits.maxStorageBufferBindingSize)
  const [batch] = room ? planBatches(pairs, room) : []
  if (!room || !batch) throw new Error('the device is too small')
  const counter = createOverlapCounter(device, createOverlapPipeline(device), shapes, room)
  const counts = new SharedArrayBuffer(room.pairs * Math.max(...shapes.map(countBytes)))
  const layers: Record<string, object> = {}
  let total = 0
  for (const [layer, shape] of shapes.entries()) {
    const order = Uint32Array.from({ length: room.pairs * 2 * shape.blocks }, (_, place) => place % shape.blocks)
    const times: number[] = []
    for (let run = 0; run <= runs; run++)
      times.push(await secondsOf(() => counter.count(networks, layer, batch, order, counts)))
    const seconds = median(times.slice(1)) / batch.pairs.length
    total += seconds
    layers[first.layers[layer]?.name ?? layer] = {
      millisecondsPerPair: seconds * 1000,
      wordsPerSecond: (3 * shape.units ** 2 * shape.words) / seconds,
    }
  }
  counter.close()
  close()
  return { millisecondsPerPair: total * 1000, layers }
}
