import { createRequire } from 'node:module'
import type * as Core from '@tensorflow/tfjs-core'
import { LabError } from '../../../../shared/errors.ts'

/** TensorFlow.js' core API, whichever package it comes from. */
export type Tensorflow = typeof Core

/** Packages with TensorFlow in them, the best first. The user installs one; the program comes without. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']

/**
 * What TensorFlow reads from the environment of the process when it starts. A variable that the user has set stays.
 */
export const tensorflowEnvironment = {
  // The same bytes twice: no kernels that add in any order, none chosen by how long it took this time.
  TF_DETERMINISTIC_OPS: '1',
  TF_CUDNN_USE_AUTOTUNE: '0',
  // Products of 10 bits instead of 23 would not pass for float32.
  NVIDIA_TF32_OVERRIDE: '0',
  // Takes GPU memory as it is needed, not all there is.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // Errors alone.
  TF_CPP_MIN_LOG_LEVEL: '2',
}

export interface LoadedTensorflow {
  tf: Tensorflow
  gpu: boolean
  /** Name and version. */
  library: string
}

const requireHere = createRequire(import.meta.url)

function isInstalled(name: string): boolean {
  try {
    requireHere.resolve(name)
    return true
  } catch {
    return false
  }
}

/**
 * What to load: a package, or the module that TICKETSCOPE_TENSORFLOW names (see scripts/setup/plain-tensorflow.mjs); null
 * where there is none.
 */
export function findTensorflow(env = process.env): string | null {
  return env.TICKETSCOPE_TENSORFLOW ?? packages.find(isInstalled) ?? null
}

/** Loads TensorFlow into this thread. @throws LabError `engine.unavailable` */
export async function loadTensorflow(name: string): Promise<LoadedTensorflow> {
  restoreUtil()
  try {
    const { default: tf } = (await import(name)) as { default: Tensorflow }
    // Only tfjs-node's backend has these.
    const backend = tf.backend() as { isUsingGpuDevice?: boolean; binding?: { TF_Version: string } }
    const { isUsingGpuDevice: gpu = false, binding } = backend
    return { tf, gpu, library: binding ? `TensorFlow ${binding.TF_Version}` : `TensorFlow.js ${tf.version_core}` }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new LabError('engine.unavailable', `${name} cannot be loaded: ${why}; install it again`, { cause })
  }
}

/** tfjs-node 4.22, the newest, calls functions that Node 23 took away, or grumbles about (tensorflow/tfjs issue 8609). */
function restoreUtil(): void {
  const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined
  Object.assign(requireHere('node:util') as object, { isNullOrUndefined, isArray: Array.isArray })
}
