import { describe, expect, test } from 'vitest'
import { benchTraining } from '../../../src/main/lab/engines/benchmark.ts'
import { openEngine, openOn, probeEngines } from '../../../src/main/lab/engines/open.ts'
import type { EngineKind } from '../../../src/main/lab/engines/offer.ts'
import { parseNetwork } from '../../engines/random-networks.ts'
import { describeRun, network, openLosable } from './losable-engine.ts'

describe('engines', () => {
  test('each is either there with a device, or missing with a reason', async () => {
    const statuses = await probeEngines()
    expect(statuses.map(({ id }) => id)).toEqual(['wasm', 'webgpu', 'tensorflow'])
    for (const { available, device, reason } of statuses) {
      expect(device !== null).toBe(available)
      expect(reason === null).toBe(available)
    }
  })

  test('auto takes one that is there and says why', async () => {
    const { engine, reason } = await openEngine('auto', { workers: 2 })
    expect(engine).toMatchObject({ id: 'wasm', lanes: 2, device: 'CPU, 2 workers (WebAssembly relaxed SIMD)' })
    expect(reason).not.toBe('')
    await engine.close()
  })

  test.each([
    ['webgpu', 'choose auto or wasm'],
    ['tensorflow', 'npm install --no-save @tensorflow/tfjs-node-gpu'],
  ] as const)('%s is refused with a remedy', async (choice, remedy) => {
    await expect(openEngine(choice, { workers: 1 })).rejects.toMatchObject({
      code: 'engine.unavailable',
      message: expect.stringContaining(remedy),
    })
  })

  test('the benchmark trains on every lane', async () => {
    const { engine } = await openEngine('wasm', { workers: 2 })
    const architecture = parseNetwork('8x8x3 c4 p d8 o10')
    const result = await benchTraining(engine, { name: 'tiny', architecture, batch: 12, seconds: 0.1 })
    expect(result).toMatchObject({ engine: 'wasm', architecture: 'tiny', workers: 2, batch: 12 })
    expect(result.imagesPerSecond).toBeGreaterThan(100)
    await engine.close()
  })
})

describe('an engine on several devices', () => {
  const devices = ['first', 'second'].map((name) => ({
    ...{ name, kind: 'gpu' as const, available: true },
    ...{ reason: null, backend: null, driver: null },
  }))

  test.each([
    [5, 'first, 2 + second, 3'],
    [1, 'first, 1'],
    [undefined, 'first, 4 + second, 4'],
  ])('shares %j workers out', async (workers, device) => {
    const kind: EngineKind = {
      ...{ id: 'webgpu', recovers: false },
      probe: async () => ({ devices, problem: null, remedy: null }),
      open: async ({ name }, { workers: lanes = 4 }) =>
        openLosable(Infinity, { workers: lanes, device: `${name}, ${lanes}` }),
    }
    const engine = await openOn(kind, devices, { workers, notice: () => undefined })
    expect(engine.device).toBe(device)
    await engine.close()
  })

  test('opens a device again that is lost, and says so', async () => {
    const notices: string[] = []
    let opened = 0
    const kind: EngineKind = {
      ...{ id: 'webgpu', recovers: true },
      probe: async () => ({ devices, problem: null, remedy: null }),
      open: async ({ name }) => openLosable(name === 'first' && opened++ === 0 ? 1 : Infinity, { workers: 1 }),
    }
    const engine = await openOn(kind, devices, { workers: 2, notice: (message) => notices.push(message) })
    const dataset = await engine.load(network.dataset)
    const states = await Promise.all([0, 1].map(() => engine.train(describeRun({ dataset }))))
    expect(states.map(({ steps }) => steps)).toEqual([16, 16])
    expect(notices).toEqual(['the graphics driver was reset; training goes on from the last epoch (1 of 3)'])
    await engine.close()
  })
})
