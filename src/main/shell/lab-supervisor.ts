import { fork, type ChildProcess } from 'node:child_process'
import { createBirpc, type BirpcReturn } from 'birpc'
import type { Outcome } from '../../shared/errors.ts'
import type { LabFunctions, LabListeners, LabEvent } from '../../shared/protocol.ts'

export interface LabSupervisor {
  /** Asks the lab; starts it when it is not running. Never rejects. */
  call(name: string, input: unknown): Promise<Outcome<unknown>>
  /** Lets the lab stop what runs, resumable, and waits for its end. */
  close(): Promise<void>
}

interface Running {
  child: ChildProcess
  rpc: BirpcReturn<LabFunctions, LabListeners>
  ended: Promise<void>
}

/** Milliseconds: a lab that ended sooner than this after its start has ended early. */
const tooSoon = 5000
/** A lab that ended early this many times in a row is not started again unasked. */
const earlyEndsAllowed = 3
/** Milliseconds that a closing lab gets to bring its work to a stop. */
const patience = 10_000

/**
 * Keeps the lab running in a process of its own. After a crash it is started again, and goes on with the study that ran.
 * @param options.node the Node to run it on @param options.entry the built lab-process.js @param options.home null: the
 * environment's or the platform's
 */
export function superviseLab(options: {
  node: string
  entry: string
  home: string | null
  onEvent(event: LabEvent): void
}): LabSupervisor {
  let running: Running | null = null
  let isClosing = false
  let earlyEnds = 0

  function start(): Running {
    const child = fork(options.entry, [], {
      execPath: options.node,
      env: { ...process.env, ...(options.home !== null && { TICKETSCOPE_HOME: options.home }) },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const started = Date.now()
    const rpc = createBirpc<LabFunctions, LabListeners>(
      { event: options.onEvent },
      {
        post: (message) => child.connected && child.send(message),
        on: (receive) => child.on('message', receive),
        timeout: -1,
      },
    )
    const ended = new Promise<void>((resolve) => {
      const end = (): void => {
        if (running?.child === child) running = null
        if (!rpc.$closed) rpc.$close(new Error('it ended unexpectedly'))
        resolve()
        earlyEnds = Date.now() - started > tooSoon ? 0 : earlyEnds + 1
        if (!isClosing && earlyEnds < earlyEndsAllowed) running ??= start()
      }
      // Of a lab that never started; after any other error its exit follows.
      child.on('error', () => child.pid === undefined && end())
      child.once('exit', end)
    })
    return { child, rpc, ended }
  }

  running = start()

  return {
    async call(name, input) {
      running ??= start()
      try {
        return await running.rpc.call(name, input)
      } catch (thrown) {
        const why = thrown instanceof Error ? thrown.message : String(thrown)
        return {
          ok: false,
          error: { code: 'internal', message: `the lab did not answer: ${why}; it starts again, try once more` },
        }
      }
    },
    async close() {
      isClosing = true
      if (!running) return
      const { child, ended } = running
      // The lab takes a lost channel as the wish to stop.
      if (child.connected) child.disconnect()
      const force = setTimeout(() => child.kill('SIGKILL'), patience)
      await ended
      clearTimeout(force)
    },
  }
}
