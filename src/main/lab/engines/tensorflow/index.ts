import { LabError } from '../../../../shared/errors.ts'
import { workerEntry } from '../../locations.ts'
import type { Engine } from '../engine.ts'
import { openHostedEngine } from '../hosted/index.ts'
import { tensorflowEnvironment } from './library.ts'
import { probeTensorflow } from './probe.ts'

export { probeTensorflow }

/**
 * Training by TensorFlow, on the packages that the user installed, in a thread of its own.
 * @throws LabError `engine.unavailable`, `engine.failed`
 */
export async function openTensorflowEngine(): Promise<Engine> {
  const { name, device, reason } = await probeTensorflow()
  if (reason !== null) throw new LabError('engine.unavailable', reason)
  // TensorFlow reads the environment of the process, which a thread of its own cannot set.
  for (const [key, value] of Object.entries(tensorflowEnvironment)) process.env[key] ??= value
  const entry = workerEntry(import.meta.url, './tensorflow-worker.ts')
  return openHostedEngine({ entry, name: 'tensorflow', data: { name, device } })
}
