// A worker thread of the wasm engine: one job at a time, each in its own WebAssembly memory.
import { parentPort, workerData } from 'node:worker_threads'
import { plainError } from '../../../../shared/errors.ts'
import type { EpochReport, Parameters } from '../engine.ts'
import { NetworkCache, runEvaluation, runGradients, runHelp, runTraining } from './jobs.ts'
import type { Job, Reply, Request } from './messages.ts'

const port = parentPort
if (!port) throw new Error('training-worker.ts runs as a worker thread only')
const { module } = workerData as { module: WebAssembly.Module }
const cache = new NetworkCache(module)

/** Resolves with the next epoch's order while a run waits for its go-on. */
let waiting: ((order: Uint32Array | null) => void) | null = null

const buffersOf = ({ weights, biases }: Parameters): ArrayBuffer[] =>
  [...weights, ...biases].map((array) => array.buffer).filter((buffer) => buffer instanceof ArrayBuffer)

function reply(message: Reply, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}

function report(epochReport: EpochReport): Promise<Uint32Array | null> {
  const { parameters, moments } = epochReport.state
  const buffers = [parameters, moments?.first, moments?.second].flatMap((part) => (part ? buffersOf(part) : []))
  return new Promise((resolve) => {
    waiting = resolve
    reply({ kind: 'epoch', report: epochReport }, buffers)
  })
}

async function run(job: Job): Promise<void> {
  try {
    if (job.kind === 'train') {
      await runTraining(cache, job, report, (crew) => reply({ kind: 'crew', crew }))
      reply({ kind: 'trained' })
    } else if (job.kind === 'evaluate') {
      reply({ kind: 'evaluated', evaluation: runEvaluation(cache, job) })
    } else {
      reply({ kind: 'checked', check: runGradients(cache, job) })
    }
  } catch (thrown) {
    reply({ kind: 'failed', error: plainError(thrown) })
  }
}

function help({ crew, leave }: Extract<Request, { kind: 'help' }>): void {
  try {
    runHelp(module, crew, leave)
    reply({ kind: 'helped' })
  } catch (thrown) {
    reply({ kind: 'failed', error: plainError(thrown) })
  }
}

port.on('message', (request: Request) => {
  if (request.kind === 'continue' || request.kind === 'end') {
    const resolve = waiting
    waiting = null
    resolve?.(request.kind === 'continue' ? request.order : null)
    return
  }
  if (request.kind === 'help') help(request)
  else void run(request)
})
