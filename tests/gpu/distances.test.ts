import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { openSession } from '../../src/main/lab/gpu/distances/session.ts'
import type { TicketPair } from '../../src/main/lab/science/conditions.ts'
import type { DistanceOptions, SignedNetwork } from '../../src/main/lab/science/distance/index.ts'
import { measureStudy } from '../../src/main/lab/study/measure-study.ts'
import { makeHome, tinySpec } from '../bundles/tiny-study.ts'
import { adapter } from './adapter.ts'
import { drawNetworks, everyPairOf, measureOnCpu, readReference } from './networks.ts'

const propagated: DistanceOptions = { alignment: 'propagate', positiveWeight: 0.5 }
const unmoved: DistanceOptions = { alignment: 'none', positiveWeight: 0.3 }

describe.skipIf(!adapter)(`distances on ${adapter?.name ?? 'no device'}`, () => {
  const name = adapter ?? { backend: '', name: '' }
  let opened: Awaited<ReturnType<typeof openDevice>>
  beforeAll(async () => {
    opened = await openDevice(name)
  })
  afterAll(() => opened.close())

  async function measure(networks: SignedNetwork[], pairs: TicketPair[], options: DistanceOptions) {
    const session = openSession(opened.device, networks, options, 2)
    const measured: unknown[] = []
    try {
      await session.measure(pairs, (results) => {
        for (const { pair, distances } of results) {
          expect(measured[pair]).toBe(undefined)
          measured[pair] = distances
        }
      })
    } finally {
      await session.close()
    }
    return measured
  }

  it.each([propagated, unmoved])('conv.json, $alignment: those of the CPU to the last bit', async (options) => {
    const networks = readReference('conv.json')
    const pairs = everyPairOf(networks.length)
    expect(await measure(networks, pairs, options)).toEqual(measureOnCpu(networks, pairs, options))
  })

  it('mlp.json, whose layers take many tiles', async () => {
    const networks = readReference('mlp.json').map(({ layers }) => ({ layers: layers.slice(0, 2) }))
    const pairs = [{ a: 0, b: networks.length - 1 }]
    expect(await measure(networks, pairs, propagated)).toEqual(measureOnCpu(networks, pairs, propagated))
  })

  it.each([
    ['1x1x1 o1', 2, 1, propagated],
    ['3x5x2 c3 c65 p d7 o10', 4, 0.3, propagated],
    ['8x8x3 c6 p c5 p c4 d33 o2', 3, 0.2, { ...propagated, positiveWeight: 0.3 }],
    ['4x4x1 d70 d66 o3', 3, 0.1, propagated],
    ['8x8x1 c2 p p c3 d9 o4', 3, 0.5, unmoved],
  ] as const)('random networks: %s', async (text, count, density, options) => {
    const networks = drawNetworks(text, count, density)
    const pairs = [...everyPairOf(count), { a: count - 1, b: 0 }, { a: 0, b: 0 }]
    expect(await measure(networks, pairs, options)).toEqual(measureOnCpu(networks, pairs, options))
  })

  it('refuses networks that differ in shape', async () => {
    const networks = [...drawNetworks('4x4x1 d3 o2', 1, 1), ...drawNetworks('4x4x1 d4 o2', 1, 1)]
    const error = { code: 'network.invalid', message: expect.stringContaining('only networks of one shape') as string }
    await expect(measure(networks, [{ a: 0, b: 1 }], propagated)).rejects.toMatchObject(error)
  })

  it("a study's distances are the same with the device and without", async () => {
    const { store } = await makeHome({ ...tinySpec, trials: 4 })
    const [study] = store.studies.list()
    if (!study) throw new Error('there is no study')
    const said: string[] = []
    const context = { store, emit: () => undefined, workers: 2, writable: false }
    const gpu = { device: name, notice: (about: string, message: string) => void said.push(`${about}: ${message}`) }
    // Not as the study was stored: these distances are not known yet.
    const choice = { signs: 'trained', alignment: 'none' } as const
    const measured = await measureStudy({ ...context, gpu }, study, choice)
    expect(said).toEqual([])
    expect(measured.values.nnstd.some((value) => value > 0)).toBe(true)
    expect(measured).toEqual(await measureStudy(context, study, choice))
    const absent = { ...gpu, device: { ...name, name: 'not there' } }
    expect(await measureStudy({ ...context, gpu: absent }, study, choice)).toEqual(measured)
    expect(said).toEqual([expect.stringMatching(`^${study.id}: .*not there.*measured on the CPU$`)])
  })
})
