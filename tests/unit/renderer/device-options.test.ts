import { describe, expect, it } from 'vitest'
import { describeDevice, listDeviceOptions } from '../../../src/renderer/features/settings/device-options.ts'
import type { EngineDevice, EngineId, EngineStatus } from '../../../src/shared/results.ts'

const device = (name: string, changes: Partial<EngineDevice> = {}): EngineDevice => ({
  ...{ name, kind: 'gpu', available: true, reason: null, backend: 'vulkan', driver: 'some driver' },
  ...changes,
})
const status = (id: EngineId, ...devices: EngineDevice[]): EngineStatus => ({
  ...{ id, available: true, device: null, reason: null, devices },
})
const cpu = status('wasm', device('CPU', { kind: 'cpu' }))
const titles = (...given: Parameters<typeof listDeviceOptions>) => listDeviceOptions(...given).map(({ title }) => title)

describe('the devices to choose from', () => {
  it('are the best, those that can be used, and all where there are several GPUs', () => {
    const one = [cpu, status('webgpu', device('A'), device('B', { available: false }))]
    expect(titles(one, { engine: 'auto', device: null })).toEqual(['the best one', 'CPU (wasm)', 'A (webgpu)'])
    expect(titles(one, { engine: 'wasm', device: 'CPU' })).toEqual(['the best one', 'CPU'])
    const two = [cpu, status('webgpu', device('A'), device('B'))]
    const all = 'all graphics devices, side by side'
    expect(titles(two, { engine: 'webgpu', device: 'B' })).toEqual(['the best one', all, 'A', 'B'])
  })
  it('keep one that was remembered, and say that it is gone', () => {
    expect(titles([cpu], { engine: 'auto', device: 'A' })).toEqual(['the best one', 'CPU (wasm)', 'A: not found'])
    expect(listDeviceOptions([cpu], { engine: 'auto', device: 'all' }).map(({ value }) => value)).toContain('all')
  })
  it('are described by what they are reached through', () => {
    expect(describeDevice(device('A', { kind: 'software' }))).toBe('A (vulkan, software, some driver)')
    expect(describeDevice(device('A', { backend: null, driver: null }))).toBe('A')
  })
})
