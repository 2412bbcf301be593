import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { LabError, plainError, type Outcome } from '../../shared/errors.ts'
import type { LabCalls, LabEvent, RequestName } from '../../shared/protocol.ts'
import { requests } from '../../shared/requests.ts'
import { openAnswers } from './answers.ts'
import { homeFolder, isOwned, ownHome } from './home.ts'
import { steadyWasm } from './steady-wasm.ts'
import { isOlder, openStore } from './store/open.ts'

export { version } from './version.ts'

export interface LabOptions {
  /** Default: TICKETSCOPE_HOME, else the platform's application-data folder. */
  home?: string
  /** `own`: the one process that writes to a home. `share`: reads, and asks, beside an owner. */
  access: 'own' | 'share'
  /**
   * Goes on with the studies that ran or were queued when the last owner ended, whether it was closed or killed. What
   * runs when this lab is closed then goes on with the next one; without, closing is a person's wish to pause.
   */
  resume?: boolean
}

export interface Lab {
  readonly home: string
  /** Typed calls; each input is checked by its schema. Rejects with LabError. */
  calls: LabCalls
  /** The same for callers in another process. Never rejects. */
  call<Name extends RequestName>(name: Name, input: unknown): Promise<Outcome<Awaited<ReturnType<LabCalls[Name]>>>>
  call(name: string, input: unknown): Promise<Outcome<unknown>>
  /** Gives back how to stop listening. */
  onEvent(listener: (event: LabEvent) => void): () => void
  /** Stops what runs, resumable, and lets the home go. */
  close(): Promise<void>
}

/**
 * Opens the lab: the only door to datasets, studies, training, distances and statistics.
 * @throws LabError `home.unwritable`, `home.busy`, `store.newer`, `store.damaged`, `disk.full`
 */
export async function openLab(options: LabOptions): Promise<Lab> {
  steadyWasm()
  const home = homeFolder(options.home)
  const release = options.access === 'own' ? ownHome(home) : () => undefined
  const listeners = new Set<(event: LabEvent) => void>()
  const emit = (event: LabEvent): void => {
    for (const listener of listeners) listener(event)
  }
  let store
  let answers
  try {
    const abandoned = options.access === 'share' && !isOwned(home)
    if (abandoned && isOlder(home)) bringUpToDate(home)
    store = openStore(home, options.access, { abandoned })
    answers = await openAnswers({ home, store, access: options.access, emit, cores: availableParallelism() })
  } catch (thrown) {
    store?.close()
    release()
    throw thrown
  }
  const { calls, close: closeAnswers } = answers
  const openedStore = store
  if (options.resume) answers.resumeInterrupted()

  async function answer(name: string, input: unknown): Promise<unknown> {
    if (!isRequest(name)) throw new LabError('usage', `the lab knows no request "${name}"`)
    const checked = requests[name].safeParse(input)
    if (!checked.success) throw invalid(name, checked.error)
    return calls[name](checked.data as never)
  }

  return {
    home,
    calls: Object.fromEntries(
      Object.keys(requests).map((name) => [name, (input: unknown) => answer(name, input)]),
    ) as unknown as LabCalls,
    async call(name: string, input: unknown): Promise<Outcome<never>> {
      try {
        return { ok: true, value: (await answer(name, input)) as never }
      } catch (thrown) {
        return { ok: false, error: plainError(thrown) }
      }
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await closeAnswers(!options.resume)
      openedStore.close()
      release()
    },
  }
}

/** What nobody has open is brought to this version's schema, so that it can be read. */
function bringUpToDate(home: string): void {
  const release = ownHome(home)
  try {
    openStore(home, 'own').close()
  } finally {
    release()
  }
}

function isRequest(name: string): name is RequestName {
  return Object.hasOwn(requests, name)
}

function invalid(name: RequestName, error: z.ZodError): LabError {
  const problems = error.issues.map((issue) => {
    const path = z.core.toDotPath(issue.path)
    return path === '' ? issue.message : `${path}: ${issue.message}`
  })
  const inSpec = error.issues.every((issue) => issue.path[0] === 'spec')
  return new LabError(inSpec ? 'spec.invalid' : 'usage', `${name}: ${problems.join('; ')}`)
}
