import { expect, it } from 'vitest'
import { countBytes, readCounts, type LayerShape } from '../../../../src/main/lab/gpu/distances/layer-shape.ts'

const kinds = ['joint', 'positive', 'negative'] as const

it.each([
  [1, 100],
  [4, 100],
  [6, 65535],
  [7, 70000],
])('%i units of %i inputs: counts are read where they were written', (units, inputs) => {
  const shape: LayerShape = { units, inputs, words: Math.ceil(inputs / 128) * 4, blocks: 0 }
  const row = Math.ceil(units / 4) * 4
  const pairs = 2
  const counts = new SharedArrayBuffer(pairs * countBytes(shape))
  const written = inputs > 65535 ? new Uint32Array(counts) : new Uint16Array(counts)
  expect(written).toHaveLength(pairs * 3 * units * row)
  written.set(written.map((_, place) => (place * 7 + inputs) % 65536))
  for (let pair = 0; pair < pairs; pair++) {
    for (const [index, kind] of kinds.entries()) {
      const overlaps = new Int32Array(units * units)
      readCounts(shape, counts, pair, kind, overlaps)
      const expected = Int32Array.from(overlaps, (_, place) => {
        const at = ((pair * 3 + index) * units + Math.floor(place / units)) * row + (place % units)
        return (at * 7 + inputs) % 65536
      })
      expect(overlaps).toEqual(expected)
    }
  }
})
