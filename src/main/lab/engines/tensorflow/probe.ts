import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { workerEntry } from '../../locations.ts'
import { findTensorflow, tensorflowEnvironment } from './library.ts'

/** Milliseconds that TensorFlow gets to start; with a GPU it may take half a minute. */
const patience = 60_000

const probeAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.object({ gpu: z.boolean(), library: z.string() }) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) }),
])
export type ProbeAnswer = z.infer<typeof probeAnswer>

/** What the tensorflow engine would compute on, or why it cannot. */
export interface TensorflowProbe {
  device: string | null
  reason: string | null
  /** A CPU is no reason to take this engine: the wasm engine is made for it. */
  gpu: boolean
  /** The package that was found. */
  name: string | null
}

const notInstalled =
  'TensorFlow is not installed; with an NVIDIA GPU, CUDA 11.2 and cuDNN 8.1: npm install --no-save @tensorflow/tfjs-node-gpu (docs/tensorflow.md)'

let probed: Promise<TensorflowProbe> | null = null

/** Looked for once in a process's life. */
export function probeTensorflow(): Promise<TensorflowProbe> {
  probed ??= probeModule(findTensorflow())
  return probed
}

/** @param name a package or a module's URL; null: none was found */
export function probeModule(name: string | null): Promise<TensorflowProbe> {
  if (name === null) return Promise.resolve({ device: null, reason: notInstalled, gpu: false, name })
  const program = fileURLToPath(workerEntry(import.meta.url, './tensorflow-probe.ts'))
  // Its devices, and the libraries that it misses, TensorFlow names in its log alone.
  const env = { ...tensorflowEnvironment, ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' }
  return new Promise((resolve) => {
    execFile(process.execPath, [program, name], { timeout: patience, env }, (error, stdout, stderr) => {
      if (error) {
        const how = error.killed
          ? `did not start within ${patience / 1000} s`
          : `crashed (${error.signal ?? error.code})`
        return resolve({ device: null, reason: `${name} ${how}; install it again`, gpu: false, name })
      }
      resolve(judgeProbe(name, probeAnswer.parse(JSON.parse(stdout)), stderr))
    })
  })
}

/** @param log what TensorFlow wrote while it started */
export function judgeProbe(name: string, answer: ProbeAnswer, log: string): TensorflowProbe {
  if (!answer.ok) return { device: null, reason: answer.error.message, gpu: false, name }
  const { gpu, library } = answer.value
  const [, model = 'GPU'] = /name: ([^,]+), pci bus id/.exec(log) ?? []
  if (gpu) return { device: `${model} (${library})`, reason: null, gpu, name }
  const missing = [...log.matchAll(/Could not load dynamic library '([^']+)'/g)].map(([, file]) => file)
  const why = missing.length > 0 ? `; no GPU, as ${[...new Set(missing)].join(', ')} cannot be loaded` : ''
  return { device: `CPU (${library}${why})`, reason: null, gpu, name }
}
