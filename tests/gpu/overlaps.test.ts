import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { countBytes, readCounts, type LayerShape } from '../../src/main/lab/gpu/distances/layer-shape.ts'
import { createOverlapCounter, createOverlapPipeline } from '../../src/main/lab/gpu/distances/overlap-counter.ts'
import { planDispatches } from '../../src/main/lab/gpu/distances/plan-dispatches.ts'
import { createNoise } from '../engines/random-networks.ts'
import { adapter } from './adapter.ts'
import { drawLayer } from './networks.ts'
import { countOverlaps } from './plain/overlaps.ts'

const kinds = ['joint', 'positive', 'negative'] as const

// units, inputs, blocks of inputs that are reordered (0: none), share of kept inputs
const layers = [
  [0, 8, 0, 0.5],
  [1, 1, 0, 1],
  [1, 1, 1, 1],
  [2, 5, 5, 0.5],
  [3, 128, 4, 0.05],
  [5, 129, 129, 0.3],
  [8, 27, 3, 0.7],
  [17, 320, 5, 0.1],
  [33, 54, 6, 0.3],
  [64, 288, 32, 0.1],
  [65, 31, 31, 0.6],
  [130, 600, 200, 0.04],
  [6, 512, 2, 0.9],
  [1, 65535, 0, 0.9],
  [2, 65536, 2, 0.9],
] as const

const shuffled = (count: number, noise: () => number): number[] =>
  Array.from({ length: count }, (_, block) => ({ block, at: noise() }))
    .toSorted((x, y) => x.at - y.at)
    .map(({ block }) => block)

describe.skipIf(!adapter)(`overlaps on ${adapter?.name ?? 'no device'}`, () => {
  let opened: Awaited<ReturnType<typeof openDevice>>
  let pipeline: GPUComputePipeline
  beforeAll(async () => {
    opened = await openDevice(adapter ?? { backend: '', name: '' })
    pipeline = createOverlapPipeline(opened.device)
  })
  afterAll(() => opened.close())

  // Of three networks, one against itself; in one dispatch, and small layers in as many as there can be.
  const pairs = [
    { pair: 0, a: 0, b: 1 },
    { pair: 1, a: 2, b: 0 },
    { pair: 2, a: 1, b: 1 },
  ]
  const batch = { networks: [2, 0, 1], pairs }

  it.each(layers)('%i units of %i inputs, %i blocks, %f kept: as counted one by one', async (...layer) => {
    const [units, inputs, blocks, density] = layer
    const noise = createNoise(units + inputs)
    const networks = [0, 1, 2].map((seed) => ({ layers: [drawLayer(units, inputs, density, seed)] }))
    const [first] = networks[0]?.layers ?? []
    if (!first) throw new Error('there is no layer')
    const shape: LayerShape = { units, inputs, words: first.positive.words, blocks }
    const orders = pairs.map(() => [shuffled(blocks, noise), shuffled(blocks, noise)])
    for (const words of inputs < 1000 ? [undefined, 1] : [undefined]) {
      const dispatches = planDispatches(shape, pairs.length, words).length
      expect(dispatches).toBe(words === undefined ? Math.min(units, 1) : pairs.length * Math.ceil(units / 64) ** 2)
      const counter = createOverlapCounter(opened.device, pipeline, [shape], { networks: 3, pairs: 3 }, words)
      const counts = new SharedArrayBuffer(3 * countBytes(shape))
      await counter.count(networks, 0, batch, Uint32Array.from(orders.flat(2)), counts)
      counter.close()
      for (const { pair, a, b } of pairs) {
        for (const kind of kinds) {
          const overlaps = new Int32Array(units * units).fill(-1)
          readCounts(shape, counts, pair, kind, overlaps)
          const [layerA, layerB] = [a, b].map((place) => networks[batch.networks[place] ?? 0]?.layers[0] ?? first)
          const order = orders[pair]?.[kind === 'joint' ? 0 : 1] ?? []
          const expected = countOverlaps(layerA ?? first, layerB ?? first, kind, blocks > 0 ? order : null)
          expect([...overlaps]).toEqual(expected)
        }
      }
    }
  })
})
