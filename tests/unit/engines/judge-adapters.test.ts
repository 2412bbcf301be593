import { describe, expect, it } from 'vitest'
import { judgeAdapters } from '../../../src/main/lab/engines/judge-adapters.ts'
import type { GpuSurvey } from '../../../src/main/lab/gpu/adapter.ts'
import { adapter, softwareAdapter, surveyOf } from './adapters.ts'

const linux = { platform: 'linux', softwareAllowed: false } as const
const mib = 2 ** 20

describe('adapters', () => {
  it('stand in the order of the survey, software last', () => {
    const survey = surveyOf(softwareAdapter, adapter('discrete'), adapter('integrated'))
    const { devices, problem } = judgeAdapters(survey, { ...linux, softwareAllowed: true })
    expect(devices.map(({ name }) => name)).toEqual(['discrete', 'integrated', 'SwiftShader'])
    expect(devices.map(({ kind }) => kind)).toEqual(['gpu', 'gpu', 'software'])
    expect(devices.every(({ available, reason }) => available && reason === null)).toBe(true)
    expect(problem).toBeNull()
  })
  it('that compute on the CPU are refused unless they are permitted', () => {
    const { devices, problem, remedy } = judgeAdapters(surveyOf(softwareAdapter), linux)
    expect(devices).toMatchObject([{ name: 'SwiftShader', available: false, backend: 'vulkan', driver: 'driver 1.2' }])
    expect(problem).toMatch(/SwiftShader is software.*slower than the wasm engine/)
    expect(remedy).toMatch(/install the driver.*TICKETSCOPE_SOFTWARE_GPU=1/)
    expect(devices[0]?.reason).toBe(`${problem}; ${remedy}`)
  })
  it.each([
    [{ maxStorageBufferBindingSize: 32 * mib - 1 }, false],
    [{ maxStorageBufferBindingSize: 32 * mib }, true],
    [{ maxBufferSize: 16 * mib }, false],
  ])('with limits %j: %s', (limits, available) => {
    const { devices, problem } = judgeAdapters(surveyOf(adapter('small', limits)), linux)
    expect(devices).toMatchObject([{ available }])
    if (!available) expect(problem).toMatch(/small shows a kernel (31|16) MiB at a time, and training needs 32 MiB/)
  })
  it('that the name does not lead to are refused: of several of one name the first is used', () => {
    const names = ['NVIDIA H200', 'NVIDIA H200', 'NVIDIA H2']
    const { devices } = judgeAdapters(surveyOf(...names.map((name) => adapter(name))), linux)
    expect(devices.map(({ available }) => available)).toEqual([true, false, false])
    expect(devices[1]?.reason).toMatch(/another of the same name; to use both/)
    expect(devices[2]?.reason).toMatch(/NVIDIA H2 cannot be told from NVIDIA H200/)
  })
})

describe('no adapter', () => {
  const absent = (complaint: string | null, fault: GpuSurvey['fault'] = null): GpuSurvey => ({
    ...{ adapters: [], complaint, fault },
  })
  it.each([
    [
      'linux',
      absent('vkCreateInstance: Found no drivers!'),
      /no Vulkan driver.*\(vkCreate/,
      /NVIDIA_DRIVER_CAPABILITIES/,
    ],
    ['linux', absent("Couldn't load Vulkan: libvulkan.so.1: no such file"), /the Vulkan loader/, /libvulkan1.*driver/],
    ['linux', absent('GLIBC_2.34 not found', 'library'), /WebGPU for Node does not load.*GLIBC/, /glibc 2\.34/],
    ['linux', absent('no answer', 'driver'), /broke down in a driver \(no answer\)/, /install the driver/],
    ['win32', absent(null), /no Direct3D 12 driver for a graphics device was found$/, /newest driver/],
    ['darwin', absent(null), /no Metal driver/, /update macOS/],
  ] as const)('on %s, %j: what is wrong and what to do', (platform, survey, problem, remedy) => {
    const offer = judgeAdapters(survey, { platform, softwareAllowed: true })
    expect(offer).toMatchObject({ devices: [] })
    expect(offer.problem).toMatch(problem)
    expect(offer.remedy).toMatch(remedy)
  })
})
