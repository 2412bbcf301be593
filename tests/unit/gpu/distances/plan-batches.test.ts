import { describe, expect, it } from 'vitest'
import type { LayerShape } from '../../../../src/main/lab/gpu/distances/layer-shape.ts'
import { planBatches, planRoom } from '../../../../src/main/lab/gpu/distances/plan-batches.ts'

const everyPair = (count: number) =>
  Array.from({ length: count * count }, (_, place) => ({ a: Math.floor(place / count), b: place % count })).filter(
    ({ a, b }) => a < b,
  )

describe('planBatches', () => {
  it.each([
    [12, { networks: 4, pairs: 3 }],
    [20, { networks: 16, pairs: 64 }],
    [5, { networks: 2, pairs: 1 }],
    [9, { networks: 40, pairs: 1000 }],
  ])('%i networks, room %o: each pair once, and no batch too large', (count, room) => {
    // Some the other way round, and one twice.
    const pairs = [
      ...everyPair(count).map(({ a, b }) => ((a + b) % 3 === 0 ? { a: b, b: a } : { a, b })),
      { a: 1, b: 0 },
    ]
    const batches = planBatches(pairs, room)
    const planned = batches.flatMap((batch) =>
      batch.pairs.map(({ pair, a, b }) => [pair, { a: batch.networks[a], b: batch.networks[b] }] as const),
    )
    expect(planned.toSorted(([x], [y]) => x - y)).toEqual(pairs.map((pair, place) => [place, pair]))
    for (const batch of batches) {
      expect(batch.pairs.length).toBeLessThanOrEqual(room.pairs)
      expect(batch.networks.length).toBeLessThanOrEqual(room.networks)
      expect(new Set(batch.networks).size).toBe(batch.networks.length)
    }
  })

  it('tiles of the matrix of pairs: a batch of 64 pairs needs some 20 networks', () => {
    const batches = planBatches(everyPair(64), { networks: 128, pairs: 64 })
    const needed = batches.reduce((sum, { networks }) => sum + networks.length, 0)
    expect(needed).toBeLessThan(24 * batches.length)
  })

  it('no pairs, no batches', () => {
    expect(planBatches([], { networks: 2, pairs: 1 })).toEqual([])
  })
})

describe('planRoom', () => {
  const dense: LayerShape = { units: 256, inputs: 16384, words: 512, blocks: 64 }
  const mebibyte = 2 ** 20

  it("conv-2's largest layer fits many times into 128 MiB", () => {
    expect(planRoom([dense], 1024 * mebibyte)).toEqual({ networks: 128, pairs: 64 })
  })

  it('less memory, fewer networks; wide layers, fewer pairs', () => {
    expect(planRoom([dense], 10 * mebibyte)).toEqual({ networks: 10, pairs: 64 })
    expect(planRoom([{ units: 2048, inputs: 64, words: 4, blocks: 0 }], 128 * mebibyte)).toEqual({
      networks: 2,
      pairs: 1,
    })
  })

  it('null where two networks or the counts of a pair do not fit', () => {
    expect(planRoom([dense], mebibyte)).toBe(null)
    expect(planRoom([{ units: 8192, inputs: 64, words: 4, blocks: 0 }], 128 * mebibyte)).toBe(null)
  })
})
