import { describe, expect, test } from 'vitest'
import type { Engine, EpochReport, TrainingRun, TrainingState } from '../../src/main/lab/engines/engine.ts'
import { planNetwork } from '../../src/main/lab/science/networks.ts'
import { architectures } from '../../src/shared/architecture.ts'
import type { EngineId } from '../../src/shared/results.ts'
import { bytesOf } from './state-bytes.ts'
import { engines, openNamed, workloads } from './available.ts'
import { adam, describeRun, sgd } from './describe-run.ts'
import { createRandomNetwork, parseNetwork, type RandomNetwork } from './random-networks.ts'

const small = parseNetwork('8x8x3 c6 c5 p d12 o10')

async function withEngine<Result>(engine: Engine, use: (engine: Engine) => Promise<Result>): Promise<Result> {
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

/** One run on an engine of its own, with all that it reported. */
async function trainAlone(
  id: EngineId,
  network: RandomNetwork,
  changes: Partial<TrainingRun>,
): Promise<{ state: TrainingState; reports: EpochReport[] }> {
  const reports: EpochReport[] = []
  const state = await withEngine(await openNamed(id, 1), async (engine) => {
    const dataset = await engine.load(network.dataset)
    const onEpoch = async (report: EpochReport): Promise<void> => void reports.push(report)
    return engine.train(describeRun(network, dataset, { ...changes, onEpoch }))
  })
  return { state, reports }
}

for (const { id, available, reason } of engines) {
  describe.skipIf(!available)(`${id}: runs${available ? '' : ` (skipped: ${reason})`}`, () => {
    const { toStop, epochs } = workloads[id]

    test('the same bytes for 1, 2 and 5 workers', async () => {
      const network = createRandomNetwork(small, { train: 29, test: 11 })
      const results = new Set<string>()
      for (const workers of [1, 2, 5]) {
        await withEngine(await openNamed(id, workers), async (engine) => {
          const dataset = await engine.load(network.dataset)
          const optimisers = [adam, sgd, adam, sgd, adam, sgd]
          const states = await Promise.all(
            optimisers.map((optimiser) => engine.train(describeRun(network, dataset, { optimiser }))),
          )
          results.add(states.map(bytesOf).join('\n'))
        })
      }
      expect(results.size).toBe(1)
      expect(new Set([...results].join().split('\n')).size).toBe(2)
    })

    test('a run alone gives the same bytes on 1, 2 and 5 workers, and when others come and go beside it', async () => {
      // convolutions by tiles and directly; groups of images that do not fill the parts, a last batch of 5; a dense layer
      // large enough to be shared, whole and by its kept weights
      const networks = [
        { text: '8x8x3 c6 c5 p d12 o10', density: 0.6 },
        { text: '6x5x3 c6 c5 p d12 o10', density: 0.6 },
        { text: '9x4x1 d9 o3', density: 0.6 },
        { text: '16x16x3 c8 p d128 o4', density: 1 },
        { text: '16x16x3 c8 p d128 o4', density: 0.1 },
      ]
      for (const { text, density } of networks) {
        const network = createRandomNetwork(parseNetwork(text), { train: 45, test: 11, density })
        const results = new Set<string>()
        for (const workers of [1, 2, 5]) {
          await withEngine(await openNamed(id, workers), async (engine) => {
            const dataset = await engine.load(network.dataset)
            const run = describeRun(network, dataset, { batch: 20, epochs })
            results.add(bytesOf(await engine.train(run)))
            const long = engine.train(run)
            const short = Array.from({ length: 4 }, () => engine.train({ ...run, epochs: 1 }))
            const controller = new AbortController()
            const stopped = engine.train({ ...run, epochs: 100_000, signal: controller.signal })
            const outcome = Promise.allSettled([stopped])
            await Promise.all(short)
            controller.abort()
            results.add(bytesOf(await long))
            expect(await outcome).toMatchObject([{ status: 'rejected', reason: { code: 'interrupted' } }])
          })
        }
        expect(results.size).toBe(1)
      }
    })

    test.each([adam, sgd])('a run resumed after any epoch gives the same bytes ($kind)', async (optimiser) => {
      const network = createRandomNetwork(small, { train: 29, test: 11 })
      const whole = await trainAlone(id, network, { optimiser })
      expect(whole.reports.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4])
      for (const { epoch, state } of whole.reports.slice(0, 3)) {
        const resumed = await trainAlone(id, network, { optimiser, start: state, firstEpoch: epoch + 1 })
        expect(bytesOf(resumed.state)).toBe(bytesOf(whole.state))
        const rest = whole.reports.slice(epoch)
        expect(resumed.reports.map((report) => report.epoch)).toEqual(rest.map((report) => report.epoch))
        expect(resumed.reports.map((report) => report.loss)).toEqual(rest.map((report) => report.loss))
        expect(resumed.reports.map((report) => report.accuracy)).toEqual(rest.map((report) => report.accuracy))
      }
    })

    test('training lowers the loss', async () => {
      const network = createRandomNetwork(small, { train: 30, test: 5 })
      const optimiser = { ...adam, learningRate: 5e-3 }
      const { reports } = await trainAlone(id, network, { epochs: 40, optimiser })
      expect(reports.at(-1)?.loss).toBeLessThan((reports[0]?.loss ?? 0) / 2)
    })

    test(`stops ${toStop.network} at batch ${toStop.batch} within half a second`, async () => {
      const network = createRandomNetwork(architectures[toStop.network], { train: 600, test: 10, density: 0.3 })
      await withEngine(await openNamed(id, 1), async (engine) => {
        const dataset = await engine.load(network.dataset)
        const controller = new AbortController()
        const run = describeRun(network, dataset, { epochs: 10_000, batch: toStop.batch, signal: controller.signal })
        let stoppedAt = 0
        const trained = engine.train(run).finally(() => (stoppedAt = performance.now()))
        const waiting = engine.train(run)
        const outcomes = Promise.allSettled([trained, waiting])
        await new Promise((resolve) => setTimeout(resolve, 900))
        const start = performance.now()
        controller.abort()
        for (const outcome of await outcomes) {
          expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'interrupted' } })
        }
        expect(stoppedAt - start).toBeLessThan(500)
        await expect(engine.train(run)).rejects.toMatchObject({ code: 'interrupted' })
      })
    })

    test('a rejected report ends the run, an abort ends the wait for it, and the engine stays usable', async () => {
      const network = createRandomNetwork(small, { train: 29, test: 11 })
      await withEngine(await openNamed(id, 1), async (engine) => {
        const dataset = await engine.load(network.dataset)
        const full = new Error('disk full')
        let reports = 0
        const failing = describeRun(network, dataset, {
          onEpoch: async () => {
            reports++
            throw full
          },
        })
        await expect(engine.train(failing)).rejects.toBe(full)
        expect(reports).toBe(1)
        const controller = new AbortController()
        const stuck = describeRun(network, dataset, {
          signal: controller.signal,
          onEpoch: () => {
            controller.abort()
            return new Promise(() => {})
          },
        })
        await expect(engine.train(stuck)).rejects.toMatchObject({ code: 'interrupted' })
        const state = await engine.train(describeRun(network, dataset))
        expect(state.steps).toBe(16)
      })
    })

    test('an impossible order, a network too large and a closed engine are errors that say so', async () => {
      const network = createRandomNetwork(small, { train: 29, test: 11 })
      const engine = await openNamed(id, 1)
      const dataset = await engine.load(network.dataset)
      const beyond = describeRun(network, dataset, { order: () => Uint32Array.of(0, 29) })
      await expect(engine.train(beyond)).rejects.toMatchObject({ code: 'engine.failed' })
      const tooLarge = planNetwork(parseNetwork('512x512x3 c4096 o2'))
      await expect(engine.evaluate(tooLarge, network.parameters, dataset)).rejects.toMatchObject({
        code: 'engine.failed',
        message: expect.stringContaining('smaller batch'),
      })
      const pending = engine.train(describeRun(network, dataset, { epochs: 100_000 }))
      const outcomes = Promise.allSettled([pending])
      const start = performance.now()
      await engine.close()
      expect(await outcomes).toMatchObject([{ status: 'rejected', reason: { code: 'engine.failed' } }])
      expect(performance.now() - start).toBeLessThan(1000)
      await expect(engine.train(describeRun(network, dataset))).rejects.toMatchObject({ code: 'engine.failed' })
    })
  })
}
