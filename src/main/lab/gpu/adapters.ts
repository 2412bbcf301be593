import { create } from 'webgpu'
import type { GpuAdapter } from './adapter.ts'

/** Dawn lists what it has when it is asked for something that cannot be there. */
const noSuchAdapter = 'none of these'
/** Every kernel of ours writes its workgroup memory before it reads it: setting it to 0 first would be work for nothing. */
const toggles = 'enable-dawn-features=disable_workgroup_init'
const listed = /backend: '([^']*)', name: '(.*)'$/gm

/** Backend and name of every adapter that Dawn sees: discrete before integrated, software last. */
async function listNames(): Promise<{ backend: string; name: string }[]> {
  try {
    await create([`adapter=${noSuchAdapter}`]).requestAdapter({ powerPreference: 'high-performance' })
    return []
  } catch (thrown) {
    const list = thrown instanceof Error ? thrown.message : String(thrown)
    return [...list.matchAll(listed)].map(([, backend = '', name = '']) => ({ backend, name }))
  }
}

/** Dawn on one adapter. Its GPU lives as long as something holds the first value. */
export async function requestAdapter(wanted: {
  backend: string
  name: string
}): Promise<{ gpu: GPU; adapter: GPUAdapter | null }> {
  const gpu = create([`backend=${wanted.backend}`, `adapter=${wanted.name}`, toggles])
  return { gpu, adapter: await gpu.requestAdapter({ powerPreference: 'high-performance' }) }
}

/** Every adapter that can compute. Backends that only draw or only pretend (OpenGL, null) are left out. */
export async function listAdapters(): Promise<GpuAdapter[]> {
  const adapters: GpuAdapter[] = []
  for (const { backend, name } of await listNames()) {
    if (!['vulkan', 'metal', 'd3d12'].includes(backend)) continue
    const { adapter } = await requestAdapter({ backend, name })
    if (!adapter) continue
    const { info, limits } = adapter
    adapters.push({
      backend,
      name,
      vendor: info.vendor,
      architecture: info.architecture,
      driver: info.description,
      software: info.isFallbackAdapter,
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    })
  }
  return adapters
}
