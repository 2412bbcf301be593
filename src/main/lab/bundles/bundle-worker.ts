import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { plainError, type Outcome } from '../../../shared/errors.ts'
import type { TicketPayload } from '../store/tickets.ts'
import type {
  BundleAnswer,
  BundleContent,
  BundleTask,
  ReaderMessage,
  StagedTicket,
  TicketPlace,
} from './bundle-messages.ts'
import { spotCheckDistances } from './check-distances.ts'
import { openSeedCheck } from './check-seeds.ts'
import { openBundle, readBundle, type OpenBundle } from './read-bundle.ts'

function work(task: BundleTask): Outcome<BundleAnswer> {
  try {
    const bundle = openBundle(task.path)
    try {
      const bytes = statSync(task.path).size
      const content = task.depth === 'manifest' ? null : readAll(bundle, task)
      return { ok: true, value: { bytes, manifest: bundle.manifest, content } }
    } finally {
      bundle.close()
    }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

/** Checks everything. */
function readAll(bundle: OpenBundle, { depth, stage }: BundleTask): BundleContent {
  const staging = stage === undefined ? null : openStaging(stage)
  const followsSeed = openSeedCheck(bundle.manifest, bundle.plans)
  const total = bundle.manifest.studies.reduce((sum, study) => sum + study.tickets.length, 0)
  let read = 0
  const tickets: StagedTicket[] = []
  const strangers: TicketPlace[] = []
  try {
    const tables = readBundle(bundle, (study, ticket, payload) => {
      if (staging) tickets.push({ study, ticket, ...staging.add(payload) })
      say({ kind: 'progress', done: ++read, total })
      if (depth === 'seeds' && !followsSeed(study, ticket, payload)) strangers.push({ study, ticket })
    })
    spotCheckDistances(bundle, tables.distances)
    return { ...tables, tickets, strangers }
  } finally {
    staging?.close()
  }
}

/** A new file that takes the tickets' weights, one behind the other. */
function openStaging(path: string) {
  const file = openSync(path, 'wx')
  let end = 0
  return {
    add({ masks, initial, trained }: TicketPayload): Pick<StagedTicket, 'offset' | 'lengths'> {
      const offset = end
      for (const part of [masks, initial, trained]) {
        if (!part) continue
        for (let written = 0; written < part.length;) written += writeSync(file, part, written)
        end += part.length
      }
      return { offset, lengths: [masks.length, initial?.length ?? null, trained?.length ?? null] }
    },
    close: () => closeSync(file),
  }
}

function say(message: ReaderMessage<BundleAnswer>): void {
  parentPort?.postMessage(message)
}

say({ kind: 'answer', outcome: work(workerData as BundleTask) })
