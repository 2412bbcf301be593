import { Worker } from 'node:worker_threads'
import { LabError } from '../../../../shared/errors.ts'
import type { Reply, Request } from './messages.ts'

/** A worker thread lent to one job. */
export interface Lane {
  send(request: Request): void
  /** The next message of the job. @throws LabError `engine.failed` when the worker dies */
  receive(): Promise<Reply>
}

const interrupted = (): LabError => new LabError('interrupted', 'training was stopped')

/** A fixed number of worker threads. Jobs take one each, in the order in which they came; a dead worker is replaced. */
export class Lanes {
  readonly #entry: URL
  readonly #workerData: unknown
  readonly #free: WorkerLane[] = []
  readonly #all = new Set<WorkerLane>()
  readonly #queue: { take(lane: WorkerLane): void; refuse(error: LabError): void }[] = []
  #closed = false
  /** Called when a lane has nothing to do, and when a job must wait for one. */
  onIdle: () => void = () => undefined
  onWanted: () => void = () => undefined

  constructor(entry: URL, workerData: unknown, count: number) {
    this.#entry = entry
    this.#workerData = workerData
    for (let index = 0; index < count; index++) this.#free.push(this.#start())
  }

  #start(): WorkerLane {
    const lane = new WorkerLane(this.#entry, this.#workerData)
    this.#all.add(lane)
    return lane
  }

  /** Runs one job on the next free worker. @throws LabError `interrupted` when the signal aborts while it waits */
  async use<Result>(signal: AbortSignal | null, job: (lane: Lane) => Promise<Result>): Promise<Result> {
    const lane = await this.#acquire(signal)
    try {
      return await job(lane)
    } finally {
      this.#release(lane)
    }
  }

  /** Runs a job on a lane that nobody wants; false when there is none. The job must not reject. */
  useIdle(job: (lane: Lane) => Promise<void>): boolean {
    const lane = this.#closed ? undefined : this.#free.shift()
    if (!lane) return false
    void job(lane).finally(() => this.#release(lane))
    return true
  }

  #acquire(signal: AbortSignal | null): Promise<WorkerLane> {
    if (this.#closed) return Promise.reject(new LabError('engine.failed', 'the engine is closed; open it again'))
    if (signal?.aborted) return Promise.reject(interrupted())
    const free = this.#free.shift()
    if (free) return Promise.resolve(free)
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#queue.splice(this.#queue.indexOf(entry), 1)
        reject(interrupted())
      }
      const entry = {
        take(lane: WorkerLane): void {
          signal?.removeEventListener('abort', onAbort)
          resolve(lane)
        },
        refuse(error: LabError): void {
          signal?.removeEventListener('abort', onAbort)
          reject(error)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#queue.push(entry)
      this.onWanted()
    })
  }

  #release(used: WorkerLane): void {
    if (this.#closed) return
    let lane = used
    if (used.dead) {
      this.#all.delete(used)
      lane = this.#start()
    }
    const next = this.#queue.shift()
    if (next) {
      next.take(lane)
      return
    }
    this.#free.push(lane)
    this.onIdle()
  }

  /** Ends all workers; running and waiting jobs reject. */
  async close(): Promise<void> {
    this.#closed = true
    for (const entry of this.#queue.splice(0)) entry.refuse(new LabError('engine.failed', 'the engine was closed'))
    await Promise.all([...this.#all].map((lane) => lane.terminate()))
  }
}

class WorkerLane implements Lane {
  readonly #worker: Worker
  readonly #replies: Reply[] = []
  #waiting: { resolve(reply: Reply): void; reject(error: LabError): void } | null = null
  #death: LabError | null = null

  constructor(entry: URL, workerData: unknown) {
    this.#worker = new Worker(entry, { workerData })
    // An idle engine keeps no process alive.
    this.#worker.unref()
    this.#worker.on('message', (reply: Reply) => {
      const waiting = this.#waiting
      this.#waiting = null
      if (waiting) waiting.resolve(reply)
      else this.#replies.push(reply)
    })
    this.#worker.on('error', (cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      this.#die(new LabError('engine.failed', `a training worker died (${reason}); resume the study`, { cause }))
    })
    this.#worker.on('exit', () => {
      this.#die(new LabError('engine.failed', 'a training worker ended unexpectedly; resume the study'))
    })
  }

  get dead(): boolean {
    return this.#death !== null
  }

  #die(error: LabError): void {
    this.#death ??= error
    this.#waiting?.reject(this.#death)
    this.#waiting = null
  }

  send(request: Request): void {
    this.#worker.postMessage(request, [])
  }

  receive(): Promise<Reply> {
    const reply = this.#replies.shift()
    if (reply) return Promise.resolve(reply)
    if (this.#death) return Promise.reject(this.#death)
    this.#worker.ref()
    return new Promise<Reply>((resolve, reject) => {
      this.#waiting = { resolve, reject }
    }).finally(() => {
      // A worker that is being ended keeps the process alive until it has.
      if (!this.#death) this.#worker.unref()
    })
  }

  async terminate(): Promise<void> {
    this.#death ??= new LabError('engine.failed', 'the engine was closed')
    await this.#worker.terminate()
  }
}
