import { LabError } from '../../../shared/errors.ts'
import type { GpuAdapter } from './adapter.ts'
import { requestAdapter } from './adapters.ts'

/** Dawn frees a GPU that nothing holds, under the feet of its devices. */
const held = new Set<GPU>()

/** An open device. Close it: Dawn keeps the process alive while it is held. */
export interface OpenDevice {
  device: GPUDevice
  /** Times of passes can be measured. */
  timed: boolean
  close(): void
}

/**
 * Opens a device with the adapter's own limits on buffers and the default limits otherwise.
 * @throws LabError `engine.unavailable` when the adapter is gone or its driver refuses
 */
export async function openDevice({ backend, name }: Pick<GpuAdapter, 'backend' | 'name'>): Promise<OpenDevice> {
  const { gpu, adapter } = await requestAdapter({ backend, name }).catch((thrown: unknown) => {
    throw refused(name, thrown)
  })
  if (!adapter) throw refused(name, 'it is not there any more')
  const timed = adapter.features.has('timestamp-query')
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits
  const device = await adapter
    .requestDevice({
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
      requiredFeatures: timed ? ['timestamp-query'] : [],
    })
    .catch((thrown: unknown) => {
      throw refused(name, thrown)
    })
  held.add(gpu)
  return {
    device,
    timed,
    close() {
      device.destroy()
      held.delete(gpu)
    },
  }
}

function refused(name: string, thrown: unknown): LabError {
  const [why = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')
  return new LabError(
    'engine.unavailable',
    `the graphics device ${name} cannot be opened: ${why}; update its driver, or choose another device or engine`,
  )
}
