// Milliseconds to compare two Conv-2 tickets of the paper's density by both metrics, propagated: on a graphics device with all
// cores matching units, and on all cores alone; and what the device needs for the counts by themselves. One JSON on stdout.
// usage: node bench/gpu/distances.ts [pairs] [runs of each, in turn] [part of the device's name]
import { availableParallelism, cpus, loadavg } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { openDeviceDistances } from '../../src/main/lab/gpu/distances/index.ts'
import { countBytes, describeShapes } from '../../src/main/lab/gpu/distances/layer-shape.ts'
import { createOverlapCounter, createOverlapPipeline } from '../../src/main/lab/gpu/distances/overlap-counter.ts'
import { planBatches, planRoom } from '../../src/main/lab/gpu/distances/plan-batches.ts'
import { surveyGpus } from '../../src/main/lab/gpu/survey.ts'
import { benchmarkOptions, drawBenchmarkTicket } from '../../src/main/lab/science/distance/index.ts'
import { steadyWasm } from '../../src/main/lab/steady-wasm.ts'
import { measureOnCores } from '../../src/main/lab/study/measure-on-cores.ts'

const [pairCount = 1000, runs = 3] = process.argv.slice(2, 4).map(Number)
const wanted = process.argv[4] ?? ''
steadyWasm()
const { adapters, complaint } = await surveyGpus()
const adapter = adapters
  .filter(({ name }) => name.includes(wanted))
  .toSorted((a, b) => Number(a.software) - Number(b.software))[0]
if (!adapter) throw new Error(`there is no graphics device: ${complaint ?? 'none of that name'}`)

const workers = availableParallelism()
const tickets = Math.ceil((1 + Math.sqrt(1 + 8 * pairCount)) / 2)
const networks = Array.from({ length: tickets }, (_, ticket) => drawBenchmarkTicket(ticket))
const places = [...networks.keys()]
const pairs = places.flatMap((a) => places.slice(a + 1).map((b) => ({ a, b }))).slice(0, pairCount)

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** Seconds to count the overlaps of a batch's layers, one after the other, with units in their order. */
async function timeCounts(): Promise<{ millisecondsPerPair: number; layers: Record<string, object> }> {
  const { device, close } = await openDevice(adapter ?? { backend: '', name: '' })
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
const report = {
  device: adapter.name,
  software: adapter.software,
  driver: adapter.driver,
  cpu: cpus()[0]?.model ?? 'CPU',
  workers,
  load: loadavg()[0],
  pairs: pairs.length,
  runs,
  equal: isDeepStrictEqual(onDevice, onCores),
  millisecondsPerPair: { device: perPair(deviceTimes), cores: perPair(coreTimes) },
  counting: await timeCounts(),
}
process.stdout.write(`${JSON.stringify(report)}\n`)
