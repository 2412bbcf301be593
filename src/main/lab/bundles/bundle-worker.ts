import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { plainError, type Outcome } from '../../../shared/errors.ts'
import type { BundleAnswer, BundleTask, StagedTicket } from './bundle-messages.ts'
import { spotCheckDistances } from './check-distances.ts'
import { openBundle, readBundle, type OpenBundle } from './read-bundle.ts'

function work({ path, stage }: BundleTask): Outcome<BundleAnswer> {
  try {
    const bundle = openBundle(path)
    try {
      const { size } = statSync(path)
      if (stage === null) return { ok: true, value: { bytes: size, manifest: bundle.manifest, content: null } }
      return { ok: true, value: { bytes: size, manifest: bundle.manifest, content: readAll(bundle, stage) } }
    } finally {
      bundle.close()
    }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

/** Checks everything, and lays the tickets' weights one after another into the staging file. */
function readAll(bundle: OpenBundle, stage: string): BundleAnswer['content'] {
  const staging = openSync(stage, 'wx')
  let offset = 0
  const tickets: StagedTicket[] = []
  try {
    const tables = readBundle(bundle, (study, ticket, { masks, initial, trained }) => {
      const lengths: StagedTicket['lengths'] = [masks.length, initial?.length ?? null, trained?.length ?? null]
      tickets.push({ study, ticket, offset, lengths })
      for (const part of [masks, initial, trained]) {
        if (!part) continue
        for (let written = 0; written < part.length;) written += writeSync(staging, part, written)
        offset += part.length
      }
    })
    spotCheckDistances(bundle, tables.distances)
    return { ...tables, tickets }
  } finally {
    closeSync(staging)
  }
}

parentPort?.postMessage(work(workerData as BundleTask))
