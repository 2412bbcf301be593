import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/main/lab/engines/engine.ts'
import { planNetwork } from '../../src/main/lab/science/networks.ts'
import { findThresholds } from '../../src/main/lab/science/pruning.ts'
import { architectures } from '../../src/shared/architecture.ts'
import { engines, openNamed } from './available.ts'
import { createNoise, parseNetwork } from './random-networks.ts'

/** How a case draws one weight of a layer. */
type Draw = (noise: () => number, index: number) => number

const tiny = 2 ** -149
const draws: Record<string, Draw> = {
  random: (noise) => noise() - 0.5,
  ties: (noise) => (Math.floor(noise() * 5) - 2) / 8,
  'equal but for the sign': (noise) => (noise() < 0.5 ? -0.25 : 0.25),
  'zeros of both signs': (noise) => [0, -0, 0.5, -tiny][Math.floor(noise() * 4)] ?? 0,
  denormals: (noise) => Math.round((noise() - 0.5) * 2000) * tiny,
  'neighbours in the last bit': (noise) => 1 + Math.floor(noise() * 40) * 2 ** -23,
  'every magnitude': (noise) => (noise() - 0.5) * 2 ** Math.floor(noise() * 250 - 125),
}

// layers of 27·3, 27·70, 70·9·16 (of several workgroups), 16·… weights: none of them a multiple of 32 but the last
const plan = planNetwork(parseNetwork('4x4x3 c3 c70 c33 p d11 o5'))

for (const { id, available, reason } of engines) {
  describe.skipIf(!available)(`${id}: where pruning cuts${available ? '' : ` (skipped: ${reason})`}`, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openNamed(id, 1)
    })
    afterAll(() => engine.close())

    /** Compares with the plain way for drops from nothing to all of the alive weights. */
    async function expectPlain(weights: Float32Array[], masks: Uint8Array[], shares: number[]): Promise<void> {
      for (const share of shares) {
        const drops = masks.map((mask) => Math.round(share * mask.reduce((sum, kept) => sum + kept, 0)))
        const expected = findThresholds(masks, weights, drops)
        expect(await engine.thresholds(plan, weights, masks, drops), `${share} dropped`).toEqual(expected)
      }
    }

    test.each(Object.entries(draws))('%s', async (_, draw) => {
      const noise = createNoise(11)
      const weights = plan.layers.map((layer) =>
        Float32Array.from({ length: layer.weights }, (_w, at) => draw(noise, at)),
      )
      const masks = plan.layers.map((layer) =>
        Uint8Array.from({ length: layer.weights }, () => (noise() < 0.7 ? 1 : 0)),
      )
      await expectPlain(weights, masks, [0, 0.004, 0.2, 0.5, 0.998, 1])
    })

    test('one kept weight, and none', async () => {
      const noise = createNoise(12)
      const weights = plan.layers.map((layer) => Float32Array.from({ length: layer.weights }, () => noise() - 0.5))
      for (const kept of [0, 1]) {
        const masks = plan.layers.map(({ weights: count }, index) => {
          const mask = new Uint8Array(count)
          // the first of all, the last of all, and somewhere between
          mask[[0, count - 1, Math.floor(count / 3)][index % 3] ?? 0] = kept
          return mask
        })
        await expectPlain(weights, masks, [0, 1])
      }
    })

    test("layers of Conv-2's size, in bounded time", async () => {
      const large = planNetwork(architectures['conv-2'])
      const noise = createNoise(13)
      const weights = large.layers.map((layer) =>
        Float32Array.from({ length: layer.weights }, () => (noise() - 0.5) / 8),
      )
      const masks = large.layers.map((layer) =>
        Uint8Array.from({ length: layer.weights }, () => (noise() < 0.8 ? 1 : 0)),
      )
      const drops = masks.map((mask) => Math.round(0.2 * mask.reduce((sum, kept) => sum + kept, 0)))
      const expected = findThresholds(masks, weights, drops)
      const started = performance.now()
      expect(await engine.thresholds(large, weights, masks, drops)).toEqual(expected)
      expect(performance.now() - started).toBeLessThan(10_000)
    })
  })
}
