import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { architectures } from '../../../src/shared/architecture.ts'
import { countKept, packMask, unpackMask } from '../../../src/main/lab/science/masks.ts'
import { planNetwork } from '../../../src/main/lab/science/networks.ts'
import {
  applyMasks,
  drawRandomMasks,
  plannedKept,
  findThresholds,
  plannedDrops,
  pruneLayers,
  spreadWeights,
  survivingWeights,
} from '../../../src/main/lab/science/pruning.ts'
import { openStream } from '../../../src/main/lab/science/streams.ts'

const single = planNetwork({
  input: { height: 1, width: 1, channels: 1 },
  layers: [{ kind: 'output', classes: 2 }],
})

/** One pruning step of a single layer. */
function prune(mask: Uint8Array, trained: Float32Array, rate: number): Uint8Array {
  const drops = plannedDrops(single.layers, [mask], { conv: 0, dense: 0, output: rate })
  return pruneLayers([mask], [trained], findThresholds([mask], [trained], drops))[0] ?? new Uint8Array()
}

describe('pruning a layer', () => {
  it('drops floor(rate · alive + 0.5) of the smallest magnitudes, whatever their sign', () => {
    const mask = Uint8Array.of(1, 1, 0, 1, 1, 1)
    const trained = Float32Array.of(-0.1, 0.5, 0, 0.2, -0.9, 0.05)
    expect([...prune(mask, trained, 0.5)]).toEqual([0, 1, 0, 0, 1, 0]) // 2.5 + 0.5 = 3 dropped
    expect([...prune(mask, trained, 0.29)]).toEqual([1, 1, 0, 1, 1, 0]) // 1.45 + 0.5 → 1
    expect([...prune(mask, trained, 0)]).toEqual([...mask])
  })

  it('breaks ties by the lowest index', () => {
    const trained = Float32Array.of(0.5, -0.5, 0.5, 0.5)
    expect([...prune(Uint8Array.of(1, 1, 1, 1), trained, 0.5)]).toEqual([0, 0, 1, 1])
    expect([...prune(Uint8Array.of(1, 1, 1, 1), Float32Array.of(0.5, 0, 0.5, 0.1), 0.75)]).toEqual([0, 0, 1, 0])
  })

  it('agrees with sorting by (magnitude, index)', () => {
    const layer = fc.array(fc.record({ alive: fc.boolean(), weight: fc.integer({ min: -4, max: 4 }) }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(layer, fc.double({ min: 0, max: 0.999, noNaN: true }), (weights, rate) => {
        const mask = Uint8Array.from(weights, ({ alive }) => (alive ? 1 : 0))
        const trained = Float32Array.from(weights, ({ alive, weight }) => (alive ? weight : 0))
        const alive = [...mask.keys()].filter((index) => mask[index] === 1)
        const sorted = alive.toSorted((a, b) => Math.abs(trained[a] ?? 0) - Math.abs(trained[b] ?? 0) || a - b)
        const dropped = new Set(sorted.slice(0, Math.floor(rate * alive.length + 0.5)))
        const expected = mask.map((bit, index) => (dropped.has(index) ? 0 : bit))
        expect([...prune(mask, trained, rate)]).toEqual([...expected])
      }),
    )
  })
})

describe('plannedKept', () => {
  it('leaves what the paper says of Conv-2: 31.4 % of conv and output, 8.6 % of dense, 8.8 % in all', () => {
    const { layers } = planNetwork(architectures['conv-2'])
    const kept = plannedKept(layers, { conv: 0.1, dense: 0.2, output: 0.1 }, 11)
    const share = kept.map((count, index) => count / (layers[index]?.weights ?? 1))
    expect(share.map((value) => Math.round(value * 1000) / 10)).toEqual([31.4, 31.4, 8.6, 8.6, 31.4])
    const total = layers.reduce((sum, layer) => sum + layer.weights, 0)
    expect(total).toBe(4_300_992)
    expect(1 - kept.reduce((sum, count) => sum + count, 0) / total).toBeCloseTo(0.912, 3)
  })
})

describe('drawRandomMasks', () => {
  const { layers } = planNetwork({
    input: { height: 2, width: 2, channels: 1 },
    layers: [{ kind: 'output', classes: 3 }],
  })

  it('keeps exactly as many as asked, every place equally likely', () => {
    const hits = new Array<number>(12).fill(0)
    for (let draw = 0; draw < 6000; draw++) {
      const [mask = new Uint8Array()] = drawRandomMasks(layers, [5], openStream(['mask', draw]))
      expect(countKept(mask)).toBe(5)
      mask.forEach((bit, place) => (hits[place] = (hits[place] ?? 0) + bit))
    }
    for (const count of hits) expect(Math.abs(count - 2500)).toBeLessThan(190)
  })

  it('keeps none or all when told to', () => {
    expect([...(drawRandomMasks(layers, [0], openStream(['none']))[0] ?? [])]).toEqual(new Array(12).fill(0))
    expect([...(drawRandomMasks(layers, [12], openStream(['all']))[0] ?? [])]).toEqual(new Array(12).fill(1))
  })
})

describe('masks and weights', () => {
  it('come back from bits, and from surviving weights', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (bits) => {
        const mask = Uint8Array.from(bits, Number)
        expect([...unpackMask(packMask(mask), mask.length)]).toEqual([...mask])
        const weights = Float32Array.from(bits, (_, index) => index - 50.5)
        const masked = applyMasks([weights], [mask])
        expect(spreadWeights(survivingWeights([weights], [mask]), [mask])).toEqual(masked)
      }),
    )
  })

  it('packs the least significant bit first', () => {
    expect([...packMask(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1, 1))]).toEqual([1, 3])
  })
})
