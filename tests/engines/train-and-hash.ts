// Trains small networks long enough for V8 to compile the kernels at its best, and prints each state's hash.
import { createHash } from 'node:crypto'
import { openEngine } from '../../src/main/lab/engines/open.ts'
import { bytesOf } from './state-bytes.ts'
import { createRandomNetwork, parseNetwork } from './random-networks.ts'

const { engine } = await openEngine('wasm', { workers: 1 })
const hashes: string[] = []
// by tiles and whole; directly, with an odd size; dense layers by their kept weights
for (const { text, density } of [
  { text: '16x16x3 c16 c16 p d64 o10', density: 1 },
  { text: '10x9x3 c8 c8 p d40 o10', density: 0.6 },
  { text: '16x16x3 c8 p d128 d96 o10', density: 0.1 },
]) {
  const { plan, parameters, masks, dataset } = createRandomNetwork(parseNetwork(text), {
    train: 120,
    test: 10,
    density,
  })
  const state = await engine.train({
    plan,
    dataset: await engine.load(dataset),
    masks,
    start: { parameters, steps: 0 },
    firstEpoch: 1,
    epochs: 40,
    batch: 60,
    optimiser: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    order: () => Uint32Array.from({ length: 120 }, (_, index) => index),
    onEpoch: async () => {},
    signal: new AbortController().signal,
  })
  hashes.push(createHash('sha256').update(bytesOf(state)).digest('hex'))
}
await engine.close()
process.stdout.write(`${hashes.join(' ')}\n`)
