import { describe, expect, test } from 'vitest'
import { benchTraining } from '../../../src/main/lab/engines/benchmark.ts'
import { openEngine, probeEngines } from '../../../src/main/lab/engines/open.ts'
import { parseNetwork } from '../../engines/random-networks.ts'

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
