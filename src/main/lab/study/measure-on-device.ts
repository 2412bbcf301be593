import { LabError } from '../../../shared/errors.ts'
import { openDeviceDistances, type DeviceName } from '../gpu/distances/index.ts'
import type { PairMeasurement } from './pair-measurement.ts'

/**
 * Measures pairs of networks on a graphics device and reports each as it is done.
 * @throws LabError `interrupted` when aborted, `network.invalid` when two networks differ in shape, `engine.unavailable` or
 * `engine.failed` when the device cannot be opened or cannot go on
 */
export async function measureOnDevice(device: DeviceName, measurement: PairMeasurement): Promise<void> {
  const { networks, pairs, options, workers, onResult, signal } = measurement
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => undefined) // it may come while nothing waits for it
  const stop = (): void =>
    stopped.reject(new LabError('interrupted', 'measuring distances was stopped; resume to go on'))
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const opened = openDeviceDistances(device, networks, options, workers)
  try {
    await Promise.race([opened.measure(pairs, onResult), stopped.promise])
  } finally {
    signal?.removeEventListener('abort', stop)
    await opened.close()
  }
}
