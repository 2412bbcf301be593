import { describe, expect, test } from 'vitest'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { surveyGpus } from '../../src/main/lab/gpu/survey.ts'

const { adapters, complaint, fault } = await surveyGpus()
if (adapters.length === 0) process.stdout.write(`graphics devices: skipped, ${complaint ?? 'there is none'}\n`)

describe('the survey of graphics devices', () => {
  test('finds one, or says why there is none', () => {
    expect(complaint !== null || process.platform !== 'linux').toBe(
      adapters.length === 0 || process.platform !== 'linux',
    )
    if (adapters.length > 0) expect(fault).toBeNull()
  })

  test('puts software behind everything else', () => {
    const kinds = adapters.map(({ software }) => software)
    expect(kinds).toEqual(kinds.toSorted((a, b) => Number(a) - Number(b)))
  })

  test.skipIf(adapters.length === 0)('describes devices that can be opened with the limits that it names', async () => {
    for (const adapter of adapters) {
      const { device, close } = await openDevice(adapter)
      expect(device.limits.maxStorageBufferBindingSize).toBe(adapter.maxStorageBufferBindingSize)
      expect(device.limits.maxBufferSize).toBe(adapter.maxBufferSize)
      expect(adapter).toMatchObject({ name: expect.stringMatching(/./), backend: expect.stringMatching(/./) })
      close()
    }
  })
})
