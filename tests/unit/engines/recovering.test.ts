import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/main/lab/engines/engine.ts'
import { recover } from '../../../src/main/lab/engines/recovering.ts'
import { openWasmEngine } from '../../../src/main/lab/engines/wasm/index.ts'
import { LabError } from '../../../src/shared/errors.ts'
import { bytesOf } from '../../engines/state-bytes.ts'
import { describeRun, network, openLosable } from './losable-engine.ts'

const workers = 2
const open: Engine[] = []
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close()
})

/** An engine each of whose lives ends after so many epochs; the last life is endless. */
async function openMortal(
  lives: readonly number[],
  noticed: 'by all' | 'by one' = 'by all',
): Promise<{ engine: Engine; notices: string[]; opened(): number }> {
  const notices: string[] = []
  let count = 0
  const next = (): Promise<Engine> => openLosable(lives[count++] ?? Infinity, { workers, noticed })
  const engine = await recover(next, { notice: (message) => notices.push(message), pause: 0 })
  open.push(engine)
  return { engine, notices, opened: () => count }
}

/** Three runs at the same time: their final bytes, and the epochs that each reported. */
async function trainThree(engine: Engine): Promise<{ bytes: string[]; epochs: number[][] }> {
  const dataset = await engine.load(network.dataset)
  const epochs: number[][] = [[], [], []]
  const states = await Promise.all(
    epochs.map((seen, shift) =>
      engine.train(describeRun({ dataset, onEpoch: async ({ epoch }) => void seen.push(epoch) }, shift)),
    ),
  )
  return { bytes: states.map(bytesOf), epochs }
}

describe('an engine whose device is lost', () => {
  it.each(['by all', 'by one'] as const)(
    '%s of its runs is opened again once for all, to the same bytes',
    async (how) => {
      const undisturbed = await openWasmEngine({ workers })
      open.push(undisturbed)
      const expected = await trainThree(undisturbed)
      expect(new Set(expected.bytes).size).toBe(3)
      expect(expected.epochs).toEqual([1, 2, 3].map(() => [1, 2, 3, 4]))
      for (const lives of [[1], [3], [5, 2], [2, 2, 2]]) {
        const { engine, notices, opened } = await openMortal(lives, how)
        expect(await trainThree(engine)).toEqual(expected)
        expect(opened()).toBe(lives.length + 1)
        expect(notices).toEqual(
          lives.map(
            (_, place) => `the graphics driver was reset; training goes on from the last epoch (${place + 1} of 3)`,
          ),
        )
      }
    },
  )

  it('that is lost while its last report is being kept waits for that, and trains nothing more', async () => {
    const { engine } = await openMortal([4])
    const dataset = await engine.load(network.dataset)
    const reports: string[] = []
    const onEpoch = async ({ epoch }: { epoch: number }): Promise<void> => {
      reports.push(`begun ${epoch}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
      reports.push(`kept ${epoch}`)
    }
    const state = await engine.train(describeRun({ dataset, onEpoch }))
    expect(state.steps).toBe(16)
    expect(reports).toEqual([1, 2, 3, 4].flatMap((epoch) => [`begun ${epoch}`, `kept ${epoch}`]))
  })

  it('gives up after the third new beginning, and says what to do', async () => {
    const { engine, notices, opened } = await openMortal([1, 1, 1, 1])
    const dataset = await engine.load(network.dataset)
    const seen: number[] = []
    const run = describeRun({ dataset, epochs: 9, onEpoch: async ({ epoch }) => void seen.push(epoch) })
    const error = {
      code: 'engine.lost',
      message: expect.stringMatching(/driver was reset, after 3 new beginnings; update the driver.*resume the study/),
    }
    await expect(engine.train(run)).rejects.toMatchObject(error)
    expect(seen).toEqual([1, 2, 3, 4])
    expect(opened()).toBe(4)
    expect(notices).toHaveLength(3)
    await expect(engine.evaluate(network.plan, network.parameters, dataset)).rejects.toMatchObject(error)
    expect(opened()).toBe(4)
  })

  it('whose device does not come back gives up as well, with the reason', async () => {
    let count = 0
    const next = async (): Promise<Engine> => {
      if (count++ > 0) throw new LabError('engine.unavailable', 'the device is not there any more')
      return openLosable(1, { workers })
    }
    const engine = await recover(next, { notice: () => undefined, pause: 0 })
    open.push(engine)
    const dataset = await engine.load(network.dataset)
    await expect(engine.train(describeRun({ dataset }))).rejects.toMatchObject({
      ...{ code: 'engine.lost', message: expect.stringMatching(/^the device is not there any more, after 3/) },
      cause: { code: 'engine.unavailable' },
    })
    expect(count).toBe(4)
  })

  it('evaluates and checks gradients with the next one, and what a caller refuses stays refused', async () => {
    const { engine, opened } = await openMortal([1, 1])
    const dataset = await engine.load(network.dataset)
    const full = new Error('disk full')
    const onEpoch = (): Promise<void> => Promise.reject(full)
    await expect(engine.train(describeRun({ dataset, onEpoch }))).rejects.toBe(full)
    const { loss } = await engine.evaluate(network.plan, network.parameters, dataset)
    expect(loss).toBeGreaterThan(0)
    expect(opened()).toBe(2)
    const batch = Uint32Array.of(0, 1)
    expect((await engine.gradients(network.plan, network.parameters, dataset, batch)).loss).toBeGreaterThan(0)
  })

  it('stops waiting for a new beginning when a run is stopped, or the engine is closed', async () => {
    const losable = (): Promise<Engine> => openLosable(1, { workers })
    const engine = await recover(losable, { notice: () => undefined, pause: 60_000 })
    const dataset = await engine.load(network.dataset)
    const controller = new AbortController()
    const stopped = engine.train(describeRun({ dataset, signal: controller.signal }))
    const closed = engine.train(describeRun({ dataset }))
    const outcomes = Promise.allSettled([stopped, closed])
    await new Promise((resolve) => setTimeout(resolve, 500))
    controller.abort()
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
    await engine.close()
    expect(await outcomes).toMatchObject([{ status: 'rejected' }, { reason: { code: 'engine.failed' } }])
  })
})
