import { expect, it } from 'vitest'
import type { LayerShape } from '../../../../src/main/lab/gpu/distances/layer-shape.ts'
import { mostWords, planDispatches } from '../../../../src/main/lab/gpu/distances/plan-dispatches.ts'

const shapes: [string, LayerShape, number][] = [
  ['conv1 of conv-2', { units: 64, inputs: 27, words: 4, blocks: 0 }, 64],
  ['dense1 of conv-2', { units: 256, inputs: 16384, words: 512, blocks: 64 }, 64],
  ['a layer put together bit by bit', { units: 784, inputs: 784, words: 28, blocks: 784 }, 8],
  ['a layer as large as buffers allow', { units: 4096, inputs: 65504, words: 2048, blocks: 2047 }, 2],
  ['one unit of no inputs', { units: 1, inputs: 0, words: 0, blocks: 0 }, 3],
]

it.each(shapes)('%s: each tile of each pair once, none takes long', (_, shape, pairs) => {
  const tiles = Math.ceil(shape.units / 64)
  const seen = new Uint8Array(pairs * tiles * tiles)
  for (const { firstPair, firstTileA, firstTileB, groups } of planDispatches(shape, pairs)) {
    const [x, y, z] = groups
    expect(z % 3).toBe(0)
    for (let pair = firstPair; pair < firstPair + z / 3; pair++) {
      for (let tileA = firstTileA; tileA < firstTileA + y; tileA++) {
        for (let tileB = firstTileB; tileB < firstTileB + x; tileB++) {
          const place = (pair * tiles + tileA) * tiles + tileB
          seen[place] = (seen[place] ?? 0) + 1
        }
      }
    }
    expect(Math.max(...groups)).toBeLessThan(65536)
    expect(x * y * z * 64 * 64 * shape.words).toBeLessThanOrEqual(mostWords)
  }
  expect([...seen].every((count) => count === 1)).toBe(true)
})

it('small layers of many pairs go together', () => {
  expect(planDispatches({ units: 64, inputs: 576, words: 20, blocks: 64 }, 64)).toHaveLength(1)
})
