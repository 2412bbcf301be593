import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine, EpochReport, LoadedDataset, TrainingRun } from '../../../src/main/lab/engines/engine.ts'
import { openHostedEngine } from '../../../src/main/lab/engines/hosted/index.ts'
import { openWasmEngine } from '../../../src/main/lab/engines/wasm/index.ts'
import { describeRun as describeOf } from '../../engines/describe-run.ts'
import { createRandomNetwork, parseNetwork } from '../../engines/random-networks.ts'
import { bytesOf } from '../../engines/state-bytes.ts'

const network = createRandomNetwork(parseNetwork('8x8x3 c6 p d12 o10'), { train: 29, test: 11 })
const entry = new URL('./hosted-worker.ts', import.meta.url)

const describeRun = (dataset: LoadedDataset, changes: Partial<TrainingRun> = {}): TrainingRun =>
  describeOf(network, dataset, { epochs: 3, ...changes })

const neverEnding = { epochs: 1_000_000 }
const open = (data: { refuse?: string; stubborn?: boolean } = {}): Promise<Engine> =>
  openHostedEngine({ entry, name: 'test', data })

describe('an engine in a thread of its own', () => {
  let engine: Engine
  let dataset: LoadedDataset
  beforeEach(async () => {
    engine = await open()
    dataset = await engine.load(network.dataset)
  })
  afterEach(() => engine.close())

  test('says what the engine says of itself, and passes on what it has to tell', async () => {
    expect(engine).toMatchObject({ id: 'wasm', lanes: 2, device: expect.stringContaining('2 workers') })
    const heard: string[] = []
    const other = await openHostedEngine({ entry, name: 'test', data: {}, onNotice: (text) => heard.push(text) })
    expect(heard).toEqual(['two lanes, no more'])
    await other.close()
  })

  test('trains to the same bytes as in its own thread, each order and report at its time', async () => {
    const train = async (on: Engine): Promise<{ bytes: string[]; log: string[] }> => {
      const log: string[] = []
      const bytes: string[] = []
      const loaded = on === engine ? dataset : await on.load(network.dataset)
      const run = describeRun(loaded)
      const order = (epoch: number): Uint32Array | Promise<Uint32Array> => {
        log.push(`order ${epoch}`)
        return run.order(epoch)
      }
      const onEpoch = async ({ epoch, loss, accuracy, state }: EpochReport): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        log.push(`epoch ${epoch} ${loss} ${accuracy}`)
        bytes.push(bytesOf(state))
      }
      bytes.push(bytesOf(await on.train({ ...run, order, onEpoch })))
      return { bytes, log }
    }
    const direct = await openWasmEngine({ workers: 2 })
    const expected = await train(direct)
    await direct.close()
    expect(await train(engine)).toEqual(expected)
    expect(expected.bytes[3]).toBe(expected.bytes[2])
    expect(expected.log.map((line) => line.slice(0, 7))).toEqual(
      [1, 2, 3].flatMap((epoch) => [`order ${epoch}`, `epoch ${epoch}`]),
    )
  })

  test('an abort, even in the moment of the start, stops a run and no other', async () => {
    const controller = new AbortController()
    const late = new AbortController()
    const early = engine.train(describeRun(dataset, { ...neverEnding, signal: controller.signal }))
    controller.abort()
    const other = engine.train(describeRun(dataset, { ...neverEnding, signal: late.signal }))
    await expect(early).rejects.toMatchObject({ code: 'interrupted' })
    const whole = await engine.train(describeRun(dataset))
    expect(whole.steps).toBe(12)
    late.abort()
    await expect(other).rejects.toMatchObject({ code: 'interrupted' })
  })

  test("the caller's own error and the engine's come through as they are", async () => {
    const full = new Error('disk full')
    await expect(engine.train(describeRun(dataset, { onEpoch: () => Promise.reject(full) }))).rejects.toBe(full)
    const impossible = describeRun(dataset, { order: () => Uint32Array.of(29) })
    await expect(engine.train(impossible)).rejects.toMatchObject({
      code: 'engine.failed',
      message: expect.stringContaining('29'),
    })
    await expect(open({ refuse: 'no such device; buy one' })).rejects.toMatchObject({
      code: 'engine.unavailable',
      message: 'no such device; buy one',
    })
    dataset.unload()
    await expect(engine.train(describeRun(dataset))).rejects.toMatchObject({ code: 'internal' })
  })

  test('a thread that dies fails all that runs on it, with the reason, and all that comes later', async () => {
    const running = engine.train(describeRun(dataset, neverEnding))
    const outcomes = Promise.allSettled([running])
    const check = engine.gradients(network.plan, network.parameters, dataset, Uint32Array.of(0))
    const died = { code: 'engine.failed', message: expect.stringContaining('out of luck') }
    await expect(check).rejects.toMatchObject(died)
    expect(await outcomes).toMatchObject([{ status: 'rejected', reason: died }])
    await expect(engine.train(describeRun(dataset))).rejects.toMatchObject(died)

    const another = await open()
    const loaded = await another.load(network.dataset)
    await expect(another.evaluate(network.plan, network.parameters, loaded)).rejects.toMatchObject({
      code: 'engine.failed',
      message: expect.stringContaining('status 3'),
    })
    await another.close()
  })

  test('closing rejects what runs within a second, also when the engine does not close', async () => {
    for (const stubborn of [false, true]) {
      const other = await open({ stubborn })
      const loaded = await other.load(network.dataset)
      const outcomes = Promise.allSettled([other.train(describeRun(loaded, neverEnding))])
      const start = performance.now()
      await other.close()
      expect(await outcomes).toMatchObject([{ status: 'rejected', reason: { code: 'engine.failed' } }])
      expect(performance.now() - start).toBeLessThan(1000)
      await expect(other.load(network.dataset)).rejects.toMatchObject({ code: 'engine.failed' })
    }
  })

  test.each([false, true])('a thread that does not end in time: to be spared, %s', async (spared) => {
    const pulse = new Int32Array(new SharedArrayBuffer(4))
    const data = { stubborn: true, pulse }
    const other = await openHostedEngine({ entry, name: 'test', data, patience: 50, spared })
    await expect.poll(() => Atomics.load(pulse, 0)).toBeGreaterThan(0)
    await other.close()
    const before = Atomics.load(pulse, 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(Atomics.load(pulse, 0) > before).toBe(spared)
  })
})
