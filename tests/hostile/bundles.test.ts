import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importBundle } from '../../src/main/lab/bundles/index.ts'
import { LabError } from '../../src/shared/errors.ts'
import { archives } from './bundle-cases/archives.ts'
import { manifests } from './bundle-cases/manifests.ts'
import { tables } from './bundle-cases/tables.ts'
import { weights } from './bundle-cases/weights.ts'
import { rehash, toEntries, withManifest } from './bundle-parts.ts'
import { folder, home, parts, store } from './honest-bundle.ts'
import { makeZip } from './zip-maker.ts'

const cases = [...archives, ...manifests, ...tables, ...weights]

describe('a hostile bundle', () => {
  const messages = new Map<string, string>()

  it.each(cases)('%s', async (name, make, expected) => {
    const path = join(folder, 'hostile.tickets')
    writeFileSync(path, make())
    const started = performance.now()
    const failure = await importBundle({ home, store, datasets: [] }, path).catch((thrown: unknown) => thrown)
    expect(performance.now() - started).toBeLessThan(5000)
    expect(failure).toBeInstanceOf(LabError)
    const { code, message } = failure instanceof LabError ? failure : new LabError('internal', '')
    expect(message).toMatch(expected)
    expect(code).toBe('bundle.invalid')
    expect(message).toMatch(/^hostile\.tickets: [^\n]+; [^\n]+$/) // one line: place, what is wrong, remedy
    expect(store.studies.list()).toEqual([])
    messages.set(name, message)
  })

  it('from a newer version is refused with its version named', async () => {
    const path = join(folder, 'newer.tickets')
    writeFileSync(
      path,
      withManifest(parts, (manifest) => ((manifest.version = 2), (manifest.more = []))),
    )
    await expect(importBundle({ home, store, datasets: [] }, path)).rejects.toMatchObject({
      code: 'bundle.newer',
      message: expect.stringMatching(/is of version 2, this Ticketscope reads version 1; update/) as string,
    })
  })

  it('has an error of its own, in little memory', () => {
    expect(messages.size).toBeGreaterThanOrEqual(60)
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(512)
  })
})

it('is told from an honest one that another program packed', async () => {
  const path = join(folder, 'packed.tickets')
  writeFileSync(path, makeZip(toEntries(rehash(parts)).map((entry) => ({ ...entry, method: 0 }))))
  expect(await importBundle({ home, store, datasets: [] }, path)).toMatchObject({ studies: [{ newTickets: 4 }] })
  store.studies.remove('0123456789')
})
