import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { EpochReport, TrainingRun } from '../../src/main/lab/engines/engine.ts'
import { describeRun, sgd } from '../engines/describe-run.ts'
import { createRandomNetwork, parseNetwork } from '../engines/random-networks.ts'
import { bytesOf } from '../engines/state-bytes.ts'
import { adapter } from './adapter.ts'
import { shareDevice, startsOf, trainAlone, withEngine } from './training.ts'

/** A promise and its end. */
function createGate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

/** Fails where it takes too long: what is waited for may never come. */
async function within<Value>(seconds: number, what: string, promise: Promise<Value>): Promise<Value> {
  const patience = new AbortController()
  const late = wait(seconds * 1000, undefined, patience).then(() => expect.fail(`waited for ${what} in vain`))
  return Promise.race([promise, late]).finally(() => patience.abort())
}

describe.skipIf(!adapter)(`lockstep on ${adapter?.name ?? 'no device'}`, () => {
  const open = shareDevice()
  const architecture = parseNetwork('6x6x2 c4 p d6 o5')
  const network = createRandomNetwork(architecture, { train: 29, test: 11 })

  test('runs at different epochs, while others join and leave, each give the bytes that they give alone', async () => {
    const gpu = open()
    const starts = startsOf(network, 4)
    const whole = await Promise.all(
      starts.slice(0, 3).map((start) => trainAlone(gpu, network, { ...start, epochs: 9 })),
    )
    expect(new Set(whole.map(({ bytes }) => bytes)).size).toBe(3)
    await withEngine(gpu, { lanes: 6 }, async (engine) => {
      const dataset = await engine.load(network.dataset)
      const leaving = new AbortController()
      const joined = createGate()
      const begun = [createGate(), createGate()]
      const seen: number[][] = [[], [], []]
      // resumed after no, one and four epochs
      const resumed = [0, 1, 4].map((taken, index) => {
        const before = whole[index]?.reports[taken - 1]?.state
        return engine.train(
          describeRun(network, dataset, {
            ...(before ? { start: before } : starts[index]),
            firstEpoch: taken + 1,
            epochs: 9,
            onEpoch: async ({ epoch }) => {
              seen[index]?.push(epoch)
              // from here on others are there; they come in the middle, go in the middle, or go and come
              if (index === 0 && epoch === 2) joined.open()
              if (index === 0 && epoch === 4) leaving.abort()
            },
          }),
        )
      })
      await joined.opened
      const others = begun.map((gate) =>
        engine.train(
          describeRun(network, dataset, {
            ...starts[3],
            epochs: 100_000,
            signal: leaving.signal,
            order: (epoch) => {
              gate.open()
              return Uint32Array.from({ length: 29 }, (_, image) => (image * 3 + epoch) % 29)
            },
          }),
        ),
      )
      const left = Promise.allSettled(others)
      const short = engine.train(describeRun(network, dataset, { ...starts[1], epochs: 2 }))
      for (const [index, run] of resumed.entries()) expect(bytesOf(await run)).toBe(whole[index]?.bytes)
      expect(bytesOf(await short)).toBe((await trainAlone(gpu, network, { ...starts[1], epochs: 2 })).bytes)
      for (const end of await left) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'interrupted' } })
      await Promise.all(begun.map((gate) => gate.opened))
      expect(seen).toEqual([0, 1, 4].map((taken) => [1, 2, 3, 4, 5, 6, 7, 8, 9].slice(taken)))
    })
  })

  test('runs of other batches, optimisers and datasets at the same time', async () => {
    const gpu = open()
    const other = createRandomNetwork(architecture, { train: 17, test: 5, seed: 2 })
    const kinds: [typeof network, Partial<TrainingRun>][] = [
      [network, {}],
      [network, { batch: 5 }],
      [network, { optimiser: sgd }],
      [other, {}],
    ]
    const alone: string[] = []
    for (const [what, changes] of kinds) alone.push((await trainAlone(gpu, what, changes)).bytes)
    expect(new Set(alone).size).toBe(kinds.length)
    await withEngine(gpu, { lanes: 2 }, async (engine) => {
      const [first, second] = [await engine.load(network.dataset), await engine.load(other.dataset)]
      const states = await Promise.all(
        [...kinds, ...kinds.toReversed()].map(([what, changes]) =>
          engine.train(describeRun(what, what === network ? first : second, changes)),
        ),
      )
      expect(states.map(bytesOf)).toEqual([...alone, ...alone.toReversed()])
    })
  })

  test('runs that see different numbers of images', async () => {
    const gpu = open()
    const partly: Partial<TrainingRun> = { order: (epoch) => Uint32Array.from({ length: 10 + epoch }, (_, at) => at) }
    const [whole, part] = [await trainAlone(gpu, network), await trainAlone(gpu, network, partly)]
    await withEngine(gpu, { lanes: 3 }, async (engine) => {
      const dataset = await engine.load(network.dataset)
      const runs = [{}, partly, {}].map((changes) => engine.train(describeRun(network, dataset, changes)))
      const states = await within(20, 'runs of different lengths', Promise.all(runs))
      expect(states.map(bytesOf)).toEqual([whole.bytes, part.bytes, whole.bytes])
    })
  })

  test('training goes on while a report is being taken, and reports come in order', async () => {
    let submissions = 0
    const gpu = open({}, { onSubmit: () => submissions++ })
    const gates = [createGate(), createGate(), createGate(), createGate()]
    const told: string[] = []
    let sentBefore = 0
    const ordered = createGate()
    await withEngine(gpu, { lanes: 1 }, async (engine) => {
      const trained = engine.train(
        describeRun(network, await engine.load(network.dataset), {
          order: (epoch) => {
            if (epoch === 2) {
              sentBefore = submissions
              ordered.open()
            }
            return Uint32Array.from({ length: 29 }, (_, at) => at)
          },
          onEpoch: async ({ epoch }) => {
            told.push(`${epoch} begins`)
            await gates[epoch - 1]?.opened
            told.push(`${epoch} ends`)
          },
        }),
      )
      await within(20, 'the second epoch', ordered.opened)
      // its training, its evaluation and its results: more than one submission each
      await expect.poll(() => submissions - sentBefore, { timeout: 20_000 }).toBeGreaterThan(3)
      await wait(50)
      expect(told).toEqual(['1 begins'])
      for (const gate of gates.toReversed()) gate.open()
      expect((await trained).steps).toBe(16)
      expect(told).toEqual([1, 2, 3, 4].flatMap((epoch) => [`${epoch} begins`, `${epoch} ends`]))
    })
  })

  test('a report that is refused late ends its own run alone', async () => {
    const gpu = open()
    const starts = startsOf(network, 2)
    const alone = await trainAlone(gpu, network, { ...starts[1], epochs: 6 })
    const full = new Error('disk full')
    const seen: EpochReport[] = []
    await withEngine(gpu, { lanes: 2 }, async (engine) => {
      const dataset = await engine.load(network.dataset)
      const second = createGate()
      const failing = engine.train(
        describeRun(network, dataset, {
          ...starts[0],
          epochs: 6,
          order: (epoch) => {
            if (epoch === 2) second.open()
            return Uint32Array.from({ length: 29 }, (_, at) => at)
          },
          onEpoch: async (report) => {
            seen.push(report)
            await second.opened // it is training again
            throw full
          },
        }),
      )
      const refused = expect(failing).rejects.toBe(full)
      const other = engine.train(describeRun(network, dataset, { ...starts[1], epochs: 6 }))
      await within(20, 'the refusal', refused)
      expect(seen.map(({ epoch }) => epoch)).toEqual([1])
      expect(bytesOf(await other)).toBe(alone.bytes)
    })
  })
})
