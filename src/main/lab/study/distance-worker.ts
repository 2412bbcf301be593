import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { plainError } from '../../../shared/errors.ts'
import { wasmFile } from '../locations.ts'
import { measureDistance, openDistanceKernel, type SignedNetwork } from '../science/distance/index.ts'
import type { DistanceAnswer, DistanceTask } from './distance-messages.ts'

const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
let networks: SignedNetwork[] = []

parentPort?.on('message', (task: DistanceTask) => {
  if (task.kind === 'networks') networks = task.networks
  else parentPort?.postMessage(measure(task))
})

function measure({ pair, a, b, options }: Extract<DistanceTask, { kind: 'measure' }>): DistanceAnswer {
  const none: SignedNetwork = { layers: [] }
  try {
    return { pair, distances: measureDistance(kernel, networks[a] ?? none, networks[b] ?? none, options) }
  } catch (thrown) {
    return { pair, error: plainError(thrown) }
  }
}
