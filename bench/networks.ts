// Milliseconds to compare two networks of a reference file by both metrics, propagated, on one core, as nnstd_numpy.py does:
// the first time in this process, and the median of nine times more. Reading the file counts for neither side.
// usage: node bench/networks.ts FILE NETWORK NETWORK
import { readFileSync } from 'node:fs'
import { wasmFile } from '../src/main/lab/locations.ts'
import { decodeNetworkFile, measureDistance, openDistanceKernel } from '../src/main/lab/science/distance/index.ts'
import { steadyWasm } from '../src/main/lab/steady-wasm.ts'

const [file = '', ...names] = process.argv.slice(2)
const { networks } = JSON.parse(readFileSync(file, 'utf8')) as { networks: Record<string, unknown[]> }
const [a, b] = names.map((name) => decodeNetworkFile({ layers: networks[name] }, name))
if (!a || !b) throw new Error(`name two networks of ${file}: ${Object.keys(networks).join(', ')}`)
steadyWasm()
const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
const times = Array.from({ length: 10 }, () => {
  const start = performance.now()
  measureDistance(kernel, a, b, { alignment: 'propagate', positiveWeight: 0.5 })
  return performance.now() - start
})
const warm = times.slice(1).toSorted((x, y) => x - y)[4]
process.stdout.write(`${JSON.stringify({ first: times[0], warm })}\n`)
