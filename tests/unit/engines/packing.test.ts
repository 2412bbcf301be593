import { describe, expect, test } from 'vitest'
import { planLayout } from '../../../src/main/lab/engines/wasm/layout.ts'
import { packMask, packWeights, unpackWeights } from '../../../src/main/lab/engines/wasm/packing.ts'
import { planNetwork } from '../../../src/main/lab/science/networks.ts'
import { parseNetwork } from '../../engines/random-networks.ts'

const networks = ['1x1x1 o2', '5x7x3 c5 c9 p d11 o3', '6x6x2 p p d1 d30 o10', '4x4x1 d7 o2']

describe.each(networks)('the layout of %s', (text) => {
  const plan = planNetwork(parseNetwork(text))
  const layout = planLayout(plan, 7, 65536)

  test('weights come back as they went in, each in a place of its own, and padding is 0', () => {
    const packed = new Float32Array(layout.parameters).fill(NaN)
    const masks = new Uint8Array(layout.parameters).fill(7)
    plan.layers.forEach((layer, index) => {
      const place = layout.layers[index]
      if (!place) throw new Error(`${layer.name} has no place`)
      const weights = Float32Array.from({ length: layer.weights }, (_, weight) => weight + 1)
      packWeights(layer, place, weights, packed)
      expect(unpackWeights(layer, place, packed)).toEqual(weights)
      const own = packed.subarray(place.weights, place.biases)
      expect(own.filter((weight) => weight !== 0)).toHaveLength(layer.weights)
      packMask(
        layer,
        place,
        Uint8Array.from(weights, (weight) => weight % 2),
        masks,
      )
      const kept = Array.from(masks.subarray(place.weights, place.biases))
      expect(kept).toEqual(Array.from(own, (weight) => (weight % 2 === 1 ? 255 : 0)))
    })
  })

  test('nothing overlaps', () => {
    const { activations, stages, capacity, parameters } = layout
    const ranges = [
      ...activations.map(({ at, stride }) => ({ at, bytes: stride * capacity })),
      ...layout.tables.map(({ at, values }) => ({ at, bytes: values().byteLength })),
      ...stages.flatMap(({ gradient, gradientMap }) =>
        gradientMap ? [{ at: gradient, bytes: gradientMap.bytes }] : [],
      ),
      ...[layout.weights, layout.gradients, layout.first, layout.second].map((at) => ({ at, bytes: parameters * 4 })),
      { at: layout.masks, bytes: parameters },
      { at: layout.pixels, bytes: plan.input.height * plan.input.width * plan.input.channels },
      { at: layout.labels, bytes: capacity },
    ].toSorted((a, b) => a.at - b.at)
    let end = 65536
    for (const { at, bytes } of ranges) {
      expect(at).toBeGreaterThanOrEqual(end)
      end = at + bytes
    }
    expect(layout.bytes).toBeGreaterThanOrEqual(end)
  })
})
