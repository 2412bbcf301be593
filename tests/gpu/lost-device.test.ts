import { afterAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/main/lab/engines/engine.ts'
import { recover } from '../../src/main/lab/engines/recovering.ts'
import { createWebgpuEngine } from '../../src/main/lab/engines/webgpu/engine.ts'
import { openGpu } from '../../src/main/lab/engines/webgpu/gpu.ts'
import { openDevice, type OpenDevice } from '../../src/main/lab/gpu/device.ts'
import { describeRun } from '../engines/describe-run.ts'
import { createRandomNetwork, parseNetwork } from '../engines/random-networks.ts'
import { bytesOf } from '../engines/state-bytes.ts'
import { adapter } from './adapter.ts'
import { wanted } from './training.ts'

describe.skipIf(!adapter)(`a device that is lost: ${adapter?.name ?? 'no device'}`, () => {
  const network = createRandomNetwork(parseNetwork('3x3x1 d6 o4'), { train: 160, test: 7 })
  const devices: OpenDevice[] = []
  afterAll(() => devices.forEach((device) => device.close()))

  /** The engine on a device of its own, as its thread opens it. Small submissions: one is always under way. */
  async function openEngine(): Promise<Engine> {
    const opened = await openDevice(wanted)
    devices.push(opened)
    const gpu = openGpu(opened.device, { firstOperations: 1e5 })
    return createWebgpuEngine(gpu, { name: wanted.name, lanes: 2, notice: () => {} })
  }

  /** Takes the newest device away. */
  const lose = (): void => devices.at(-1)?.close()

  /** Two runs at the same time; in the middle of some epochs of the first the device goes. */
  async function trainLosing(engine: Engine, losses: number[]) {
    const dataset = await engine.load(network.dataset)
    const told: number[] = []
    const left = [...losses]
    const run = describeRun(network, dataset, { epochs: 4 })
    const first = engine.train({
      ...run,
      order: (epoch) => {
        // by then the epoch is being trained
        if (left[0] === epoch) {
          left.shift()
          setTimeout(lose, 5)
        }
        return run.order(epoch)
      },
      onEpoch: async ({ epoch }) => void told.push(epoch),
    })
    const outcomes = await Promise.allSettled([first, engine.train(run)])
    return { told, ends: outcomes.map((end) => (end.status === 'fulfilled' ? bytesOf(end.value) : end.reason)) }
  }

  test('ends its runs within a second, with what happened, and nothing is asked of it any more', async () => {
    const engine = await openEngine()
    const dataset = await engine.load(network.dataset)
    const run = describeRun(network, dataset, { epochs: 100_000 })
    let lostAt = Infinity
    const endless = [run, run].map((each) =>
      engine.train(each).catch((thrown: unknown) => ({ thrown, after: performance.now() - lostAt })),
    )
    await new Promise((resolve) => setTimeout(resolve, 1000))
    lostAt = performance.now()
    lose()
    const error = {
      code: 'engine.lost',
      message: expect.stringMatching(/^the GPU .* was reset or taken away/) as string,
    }
    for (const end of await Promise.all(endless)) {
      expect(end).toMatchObject({ thrown: error })
      expect('after' in end ? end.after : NaN).toBeLessThan(1000)
    }
    await expect(engine.train(run)).rejects.toMatchObject(error)
    await expect(engine.load(network.dataset)).rejects.toMatchObject(error)
    await expect(engine.evaluate(network.plan, network.parameters, dataset)).rejects.toMatchObject(error)
    await engine.close()
  })

  test('is opened anew up to three times: the same bytes, no epoch told twice, a notice each time', async () => {
    const notices: string[] = []
    const options = { notice: (text: string) => void notices.push(text), pause: 5 }
    const engine = await recover(openEngine, options)
    const undisturbed = await trainLosing(engine, [])
    expect(notices).toEqual([])
    expect(await trainLosing(engine, [2])).toEqual(undisturbed)
    expect(notices).toEqual([expect.stringMatching(/taken away.*; training goes on from the last epoch \(1 of 3\)$/)])
    expect(await trainLosing(engine, [1, 3])).toEqual(undisturbed)
    expect(notices).toHaveLength(3)
    expect(notices[2]).toMatch(/\(3 of 3\)$/)
    const { ends } = await trainLosing(engine, [2])
    expect(ends).toHaveLength(2)
    for (const end of ends) {
      expect(end).toMatchObject({
        code: 'engine.lost',
        message: expect.stringMatching(/after 3 new beginnings; update the driver.*resume the study/),
      })
    }
    expect(notices).toHaveLength(3)
    await engine.close()
  })
})
