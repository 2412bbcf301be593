import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createBirpc, type BirpcReturn } from 'birpc'
import { LabError, type Outcome } from '../../../../shared/errors.ts'
import type { HostedCallbacks, HostedCalls } from './protocol.ts'

type Calls = BirpcReturn<HostedCalls, HostedCallbacks>

export interface EngineThreadOptions {
  /** The worker's file, from workerEntry. */
  entry: URL
  /** What messages call the engine. */
  name: string
  /** Milliseconds that the engine gets to close, before its thread is cut off or, where it is to be spared, left alone. */
  patience: number
  /** Cutting the thread off in the middle of its work would end the process. */
  spared: boolean
}

/** The thread of one engine. Waiting for an answer keeps the process alive, an idle thread does not. */
export class EngineThread {
  readonly #worker: Worker
  readonly #calls: Calls
  readonly #exited: Promise<void>
  readonly #patience: number
  readonly #spared: boolean
  #pending = 0
  /** Why nothing can be asked any more. */
  #end: LabError | null = null

  constructor({ entry, name, patience, spared }: EngineThreadOptions, callbacks: HostedCallbacks) {
    this.#patience = patience
    this.#spared = spared
    const worker = new Worker(entry)
    worker.unref()
    this.#worker = worker
    this.#calls = createBirpc<HostedCalls, HostedCallbacks>(callbacks, {
      post: (message) => worker.postMessage(message, []),
      on: (receive) => void worker.on('message', receive),
      timeout: -1,
    })
    worker.on('error', (cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      this.#refuse(
        new LabError('engine.failed', `the thread of the ${name} engine died (${reason}); resume the study`, { cause }),
      )
    })
    this.#exited = new Promise((resolve) => {
      worker.once('exit', (status) => {
        this.#refuse(
          new LabError('engine.failed', `the thread of the ${name} engine ended (status ${status}); resume the study`),
        )
        resolve()
      })
    })
  }

  /** @throws LabError what the thread answers; `engine.failed` when it dies or was ended */
  async ask<Value>(call: (calls: Calls) => Promise<Outcome<Value>>): Promise<Value> {
    if (this.#end) throw this.#end
    if (this.#pending++ === 0) this.#worker.ref()
    try {
      const outcome = await call(this.#calls)
      if (outcome.ok) return outcome.value
      const { code, message } = outcome.error
      throw new LabError(code === 'internal' ? 'engine.failed' : code, message)
    } finally {
      // A thread that is being ended keeps the process alive until it has.
      if (--this.#pending === 0 && !this.#end) this.#worker.unref()
    }
  }

  /** Says something that needs no answer, and finds nobody who hears it once the thread has ended. */
  tell(call: (calls: Calls) => Promise<void>): void {
    if (!this.#end) void call(this.#calls)
  }

  #refuse(reason: LabError): void {
    this.#end ??= reason
    const end = this.#end
    void this.#calls.$rejectPendingCalls(({ reject }) => reject(end))
  }

  /** Ends the thread: what was asked rejects at once, the engine gets time to close. */
  async end(): Promise<void> {
    this.#refuse(new LabError('engine.failed', 'the engine was closed'))
    this.#calls.close().catch(() => undefined) // the thread may be gone
    const waiting = new AbortController()
    await Promise.race([this.#exited, wait(this.#patience, undefined, waiting)])
    waiting.abort()
    // a thread that is left alone may still end by itself, and nobody waits for it
    if (this.#spared) this.#worker.unref()
    else await this.#worker.terminate()
    if (!this.#calls.$closed) this.#calls.$close()
  }
}
