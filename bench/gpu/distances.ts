// How fast tickets are compared on a graphics device, and on all cores. One JSON on stdout.
// usage: node bench/gpu/distances.ts [pairs] [runs of each, in turn] [part of the device's name]
import { cpus, loadavg } from 'node:os'
import { findAdapter } from './find-adapter.ts'
import { measureDistances } from './measure-distances.ts'

const [pairs = 1000, runs = 3] = process.argv.slice(2, 4).map(Number)
const adapter = await findAdapter(process.argv[4] ?? '')
const report = {
  device: adapter.name,
  software: adapter.software,
  driver: adapter.driver,
  cpu: cpus()[0]?.model ?? 'CPU',
  load: loadavg()[0],
  ...(await measureDistances(adapter, { pairs, runs })),
}
process.stdout.write(`${JSON.stringify(report)}\n`)
