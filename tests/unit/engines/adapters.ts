import type { GpuAdapter, GpuSurvey } from '../../../src/main/lab/gpu/adapter.ts'

/** An adapter as a survey describes it. */
export const adapter = (name: string, changes: Partial<GpuAdapter> = {}): GpuAdapter => ({
  ...{ backend: 'vulkan', name, vendor: 'maker', architecture: 'some', driver: 'driver 1.2', software: false },
  ...{ maxBufferSize: 2 ** 32, maxStorageBufferBindingSize: 2 ** 31 },
  ...changes,
})

export const softwareAdapter = adapter('SwiftShader', { software: true })

/** A survey that found these; where it found none, with what Vulkan's loader says then. */
export const surveyOf = (...adapters: GpuAdapter[]): GpuSurvey => ({
  adapters,
  complaint: adapters.length > 0 ? null : 'vkCreateInstance: Found no drivers!',
  fault: null,
})
