import { afterEach, describe, expect, test, vi } from 'vitest'
import type { TrainingRun } from '../../src/main/lab/engines/engine.ts'
import type { Gpu } from '../../src/main/lab/engines/webgpu/gpu.ts'
import { expectClose } from '../engines/agreement.ts'
import { evaluatePlain } from '../engines/plain/network.ts'
import { createRandomNetwork, parseNetwork } from '../engines/random-networks.ts'
import { adapter } from './adapter.ts'
import { shareDevice, startsOf, trainTogether, withEngine } from './training.ts'

/** Operations of a dispatch, and of one column of its workgroups: the least that a dispatch can be. */
interface Slice {
  cost: number
  column: number
}

/** Operations that nothing is cut for. */
const unlimited = 1e15

describe.skipIf(!adapter)(`dispatches in slices on ${adapter?.name ?? 'no device'}`, () => {
  const open = shareDevice()
  afterEach(() => vi.restoreAllMocks())

  // splits of long sums, pooling in a convolution and by itself, a map to flatten
  const network = createRandomNetwork(parseNetwork('8x7x3 c6 c5 p p o10'), { train: 25, test: 11 })
  const runs = startsOf(network, 2).map((start) => ({ ...start, epochs: 1, batch: 20 }))

  /** Trains, and tells each submission's dispatches; uploads and the like have none. */
  async function trainWatched(firstOperations: number, what = network, how: Partial<TrainingRun>[] = runs) {
    const submissions: Slice[][] = []
    let slices: Slice[] = []
    const costs = new Map<GPUComputePipeline, number>()
    const gpu = open(
      { firstOperations },
      {
        onDispatch(pipeline, [x, y, z]) {
          const cost = costs.get(pipeline) ?? NaN
          slices.push({ cost: cost * x * y * z, column: cost * y })
        },
        onSubmit() {
          if (slices.length > 0) submissions.push(slices)
          slices = []
        },
      },
    )
    const { conveyor } = gpu
    const noting: Gpu['conveyor'] = {
      ...conveyor,
      run(passes, ...others) {
        for (const { kernel, cost } of passes) costs.set(kernel.pipeline, cost)
        return conveyor.run(passes, ...others)
      },
    }
    return { bytes: await trainTogether({ ...gpu, conveyor: noting }, what, how), submissions }
  }

  /** Every submission keeps to its budget, but for its last column. */
  function expectWithin(submissions: Slice[][], budget: (index: number) => number): void {
    submissions.forEach((slices, index) => {
      const cost = slices.reduce((total, slice) => total + slice.cost, 0)
      expect(cost - (slices.at(-1)?.column ?? 0), `submission ${index}`).toBeLessThanOrEqual(budget(index))
    })
  }

  test('the same bytes however small they are, and none larger than it may be by more than a column', async () => {
    const whole = await trainWatched(unlimited)
    expect(new Set(whole.bytes).size).toBe(runs.length)
    const dispatches = whole.submissions.flat().length
    // A clock on which the device is so slow that the budget falls to its least, a 16th of the first, and stays there.
    const now = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => now() * 1e9)
    const pieces: number[] = []
    for (const least of [1, 2e5]) {
      const { bytes, submissions } = await trainWatched(least * 16)
      expect(bytes).toEqual(whole.bytes)
      // two more are sent before the first's time is known
      expectWithin(submissions, (index) => (index < 3 ? least * 16 : least))
      pieces.push(submissions.flat().length)
    }
    // columns one by one, and several at a time
    expect(pieces[1]).toBeGreaterThan(dispatches * 2)
    expect(pieces[0]).toBeGreaterThan((pieces[1] ?? NaN) * 1.5)
  })

  test('grow from submission to submission, four times at the most', async () => {
    const { submissions } = await trainWatched(1)
    expectWithin(submissions, (index) => 4 ** index)
    expect(submissions.length).toBeLessThan(100)
  })

  test('the same bytes for more dispatches than one submission has room for', async () => {
    const dense = createRandomNetwork(parseNetwork('3x3x1 d6 o4'), { train: 300, test: 2 })
    const short: Partial<TrainingRun>[] = [{ epochs: 1, batch: 1 }]
    const whole = await trainWatched(unlimited, dense, short)
    expect(Math.max(...whole.submissions.map(({ length }) => length))).toBe(2048)
    expect((await trainWatched(1e5, dense, short)).bytes).toEqual(whole.bytes)
  })

  test('a grid wider than a device takes at once', async () => {
    // 64 images of 262,144 pixels, 256 threads a workgroup: one more than 65,535 workgroups
    const wide = createRandomNetwork(parseNetwork('512x512x1 o2'), { train: 1, test: 1 })
    const pixels = new Uint8Array(64 * 512 * 512).map((_, index) => index % 251)
    wide.dataset.test = { images: pixels, labels: new Uint8Array(64).fill(1, 20), count: 64 }
    const { loss, accuracy } = await withEngine(open({ firstOperations: unlimited }), { lanes: 1 }, async (engine) =>
      engine.evaluate(wide.plan, wide.parameters, await engine.load(wide.dataset)),
    )
    const expected = evaluatePlain(wide.plan, wide.parameters, wide.dataset)
    expectClose('64 images', [loss, accuracy], [expected.loss, expected.accuracy], 1e-4)
  })
})
