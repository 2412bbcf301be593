import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exportBundle, selectTickets } from '../../src/main/lab/bundles/index.ts'
import { openBundle, readBundle } from '../../src/main/lab/bundles/read-bundle.ts'
import { LabError } from '../../src/shared/errors.ts'
import { makeHome, temporaryFolder } from './tiny-study.ts'

/** Everything that an import would take from a bundle. */
function readAll(path: string): unknown {
  const bundle = openBundle(path)
  try {
    const payloads: unknown[] = []
    const tables = readBundle(bundle, (study, ticket, payload) => payloads.push([study, ticket, payload]))
    return { manifest: bundle.manifest, tables, payloads }
  } finally {
    bundle.close()
  }
}

it('every byte of a small bundle, flipped one at a time: refused, or the very same content', async () => {
  const { store } = await makeHome()
  const [study] = store.studies.list()
  if (!study) throw new Error('no study')
  const folder = temporaryFolder()
  const path = join(folder, 'honest.tickets')
  const tickets = store.tickets.ofStudy(study.id).filter(({ kind }) => kind === 'random')
  await exportBundle(store, [selectTickets(study, tickets, { trained: true })], path)
  const honest = readFileSync(path)
  const content = JSON.stringify(readAll(path))
  const flipped = join(folder, 'flipped.tickets')
  writeFileSync(flipped, honest)
  const file = openSync(flipped, 'r+')
  let harmless = 0
  for (let place = 0; place < honest.length; place++) {
    const byte = honest[place] ?? 0
    writeSync(file, Buffer.of(byte ^ (1 << (place % 8))), 0, 1, place)
    try {
      expect(JSON.stringify(readAll(flipped)), `byte ${place}`).toBe(content)
      harmless++
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown
      expect(['bundle.invalid', 'bundle.newer'], `byte ${place}`).toContain(thrown.code)
    }
    writeSync(file, Buffer.of(byte), 0, 1, place)
  }
  closeSync(file)
  // What does not matter: the directory's notes on the packer and the file mode, and the last bits of a deflate stream.
  expect(harmless).toBeLessThan(honest.length / 10)
}, 240_000)
