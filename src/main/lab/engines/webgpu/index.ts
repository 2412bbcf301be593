import { workerEntry } from '../../locations.ts'
import type { GpuAdapter } from '../../gpu/adapter.ts'
import type { Engine } from '../engine.ts'
import { openHostedEngine } from '../hosted/index.ts'

/** Trials in lockstep where nothing else is wished: as many as the paper has for a dataset. */
const usualLanes = 20
/**
 * Milliseconds that the device gets to end what it was given: drivers compile kernels for seconds. A thread that ends while
 * Dawn waits for its device takes the whole process with it.
 */
const patience = 30_000

/**
 * Training on a graphics device, in a thread of its own.
 * @param options.workers runs at the same time, at the most
 * @throws LabError `engine.unavailable` when the device cannot be opened
 */
export function openWebgpuEngine(
  { backend, name }: Pick<GpuAdapter, 'backend' | 'name'>,
  options: { workers: number | undefined; notice(text: string): void },
): Promise<Engine> {
  const entry = workerEntry(import.meta.url, './webgpu-worker.ts')
  const data = { backend, name, lanes: options.workers ?? usualLanes }
  return openHostedEngine({ entry, name: 'webgpu', data, patience, spared: true, onNotice: options.notice })
}
