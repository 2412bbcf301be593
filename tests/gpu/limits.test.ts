import { describe, expect, test } from 'vitest'
import { describeRun } from '../engines/describe-run.ts'
import { createRandomNetwork, parseNetwork } from '../engines/random-networks.ts'
import type { Gpu } from '../../src/main/lab/engines/webgpu/gpu.ts'
import { findThresholds } from '../../src/main/lab/science/pruning.ts'
import { adapter } from './adapter.ts'
import { shareDevice, startsOf, trainTogether, withEngine } from './training.ts'

describe.skipIf(!adapter)(`a device that holds little: ${adapter?.name ?? 'no device'}`, () => {
  const open = shareDevice()
  const architecture = parseNetwork('8x8x3 c2 p d4 o10')
  // 120 images of 192 bytes each; a batch of 8 as float32, of all trials, is the largest buffer.
  const network = createRandomNetwork(architecture, { train: 120, test: 9 })
  const runs = startsOf(network, 5).map((start) => ({ ...start, epochs: 1 }))
  const batchBytes = 8 * 192 * 4
  const fewer = (held: number): string =>
    `the GPU's memory holds ${held} of 5 trials at the same time; the others wait for their turn`

  test('a dataset on pages, fewer trials at a time, and the same bytes', async () => {
    const whole = await trainTogether(open(), network, runs)
    expect(new Set(whole).size).toBe(runs.length)
    const sizes: number[] = []
    const notices: string[] = []
    const watcher = { resize: (size: number) => sizes[sizes.push(size) - 1] ?? size }
    const gpu = open({ largestBuffer: 20_000 }, watcher)
    expect(await trainTogether(gpu, network, runs, { notices })).toEqual(whole)
    expect(notices).toEqual([fewer(3)])
    expect(sizes).toContain(3 * batchBytes)
    // 104 are as many fours as fit
    for (const images of [104, 16]) expect(sizes).toContain(images * 192)
  })

  test('one that holds no trial at all says so, and what to do; smaller ones still train', async () => {
    await withEngine(open({ largestBuffer: batchBytes - 16 }), { lanes: 5 }, async (engine) => {
      const dataset = await engine.load(network.dataset)
      for (const run of runs.slice(0, 2)) {
        await expect(engine.train(describeRun(network, dataset, run))).rejects.toMatchObject({
          code: 'engine.failed',
          message: expect.stringMatching(/buffer.*take a smaller batch or a smaller network/),
        })
      }
      expect((await engine.train(describeRun(network, dataset, { epochs: 1, batch: 4 }))).steps).toBe(30)
    })
  })

  // A buffer as large as the device allows is more than SwiftShader's memory holds, and it says so as any driver does.
  describe.skipIf(!adapter?.software)('and runs out of memory', () => {
    /** A device whose memory is full for buffers from this size on; what was open before stays. */
    function openFull(least: number): Gpu {
      let full = false
      const gpu = open({}, { resize: (size) => (full && size >= least ? (adapter?.maxBufferSize ?? 0) : size) })
      full = true
      return gpu
    }

    test('fewer trials at a time, and the same bytes', async () => {
      const small = createRandomNetwork(architecture, { train: 100, test: 9 })
      const whole = await trainTogether(open(), small, runs)
      const notices: string[] = []
      expect(await trainTogether(openFull(4 * batchBytes), small, runs, { notices })).toEqual(whole)
      expect(notices).toEqual([fewer(3)])
    })

    test('for a single trial, for the images: an error with a remedy, and the engine stays usable', async () => {
      await withEngine(openFull(batchBytes), { lanes: 2 }, async (engine) => {
        await expect(engine.load(network.dataset)).rejects.toMatchObject({
          code: 'engine.failed',
          message: expect.stringMatching(/does not hold the images; take fewer images/),
        })
        const small = createRandomNetwork(architecture, { train: 20, test: 9 })
        const dataset = await engine.load(small.dataset)
        const remedy = expect.stringMatching(/not even for one trial; take a smaller batch or network/) as string
        const error = { code: 'engine.failed', message: remedy }
        await expect(engine.train(describeRun(small, dataset))).rejects.toMatchObject(error)
        const batch = Uint32Array.from({ length: 20 }, (_, index) => index)
        await expect(engine.gradients(small.plan, small.parameters, dataset, batch)).rejects.toMatchObject(error)
        expect((await engine.train(describeRun(small, dataset, { epochs: 1, batch: 4 }))).steps).toBe(5)
      })
    })

    test('for thresholds: the CPU finds them', async () => {
      const { plan, masks, parameters } = network
      const drops = plan.layers.map((_, index) => 3 + index)
      await withEngine(openFull(100), { lanes: 1 }, async (engine) => {
        const found = await engine.thresholds(plan, parameters.weights, masks, drops)
        expect(found).toEqual(findThresholds(masks, parameters.weights, drops))
      })
    })
  })
})
