import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogueCalls } from '../../src/main/lab/calls/catalogue.ts'
import { schemaVersion } from '../../src/main/lab/store/migrate.ts'
import { first } from '../../src/main/lab/store/migrations/0001-first.ts'
import { openStore, type Store } from '../../src/main/lab/store/open.ts'
import { presets, studySpecSchema } from '../../src/shared/spec.ts'

let home = ''
let store: Store
const spec = studySpecSchema.parse(presets.sample)
const layers = [{ name: 'output', shape: [2, 4], total: 8, kept: 3, positive: 2, negative: 1 }]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ticketscope-annotations-'))
  store = openStore(home, 'own')
  store.studies.add({ id: 's1', spec, datasets: { digits: 'sum' }, createdAt: '2026-01-01T00:00:00.000Z' })
  const of = (kind: 'winning' | 'random', round: number) => {
    const id = `${kind}${round}`
    const ticket = { id, study: 's1', dataset: 'digits', trial: 1, kind, round, sha256: id, layers, checks: {} }
    store.tickets.add(ticket, { masks: Uint8Array.of(7), initial: null })
  }
  for (const round of [1, 2, spec.pruning.rounds]) of('winning', round)
  of('random', spec.pruning.rounds)
})
afterEach(() => {
  store.close()
  rmSync(home, { recursive: true, force: true })
})

describe('annotations', () => {
  it('keep tags and notes literally, each tag once, and forget empty ones', () => {
    const calls = catalogueCalls(store)
    const note = '<script>alert(1)</script>\n“”'
    calls.annotate({ kind: 'ticket', id: 'winning1', tags: ['best', 'best', '"'], note })
    expect(calls.showTicket({ ticket: 'winning1' })).toMatchObject({ tags: ['best', '"'], note, final: false })
    calls.annotate({ kind: 'ticket', id: 'winning1', tags: [], note: '' })
    expect(calls.showTicket({ ticket: 'winning1' })).toMatchObject({ tags: [], note: '' })
  })
  it('go with their study, so that a new study of the same id has none', () => {
    const calls = catalogueCalls(store)
    calls.annotate({ kind: 'study', id: 's1', tags: ['a'], note: 'n' })
    calls.annotate({ kind: 'ticket', id: 'winning1', tags: ['a'], note: 'n' })
    store.studies.remove('s1')
    expect(store.annotations.read('study')('s1')).toEqual({ tags: [], note: '' })
    expect(store.annotations.read('ticket')('winning1')).toEqual({ tags: [], note: '' })
  })
  it('are refused for what is not there', () => {
    const calls = catalogueCalls(store)
    expect(() => calls.annotate({ kind: 'ticket', id: 'gone', tags: [], note: 'n' })).toThrow(
      expect.objectContaining({ code: 'ticket.unknown' }),
    )
  })
})

describe('the catalogue', () => {
  it('lists the tickets of every round of every study, and marks the final ones', () => {
    const tickets = catalogueCalls(store).listAllTickets()
    expect(tickets.map(({ id, final }) => [id, final])).toEqual([
      ['winning1', false],
      ['winning2', false],
      ['winning6', true],
      ['random6', true],
    ])
    expect(tickets[0]).toMatchObject({ study: 's1', studyName: 'sample', density: 3 / 8, signRatio: 2 })
  })
  it('shows a ticket with what it grew from, and the accuracies of its trial', () => {
    store.tickets.finish('random6', { accuracy: 0.4, checks: {}, trained: null, trainedSha256: null })
    const run = { dataset: 'digits', trial: 1, kind: 'winning' as const, round: 1, loss: 1 }
    store.epochs.record('s1', { ...run, epoch: spec.training.epochs, accuracy: 0.9 })
    const ticket = catalogueCalls(store).showTicket({ ticket: 'winning2' })
    expect(ticket.rounds.map(({ round }) => round)).toEqual([1, 2])
    expect(ticket.accuracies).toEqual({ winning: null, random: 0.4, dense: 0.9 })
    expect(ticket.provenance).toMatchObject({ seed: 1, datasetSha256: 'sum' })
  })
})

describe('saved views', () => {
  it('are kept by view and name, replaced and removed', () => {
    const calls = catalogueCalls(store)
    calls.saveView({ view: 'tickets', name: 'b', state: '1' })
    calls.saveView({ view: 'tickets', name: 'a', state: '2' })
    calls.saveView({ view: 'other', name: 'a', state: '3' })
    expect(calls.saveView({ view: 'tickets', name: 'b', state: '4' })).toEqual([
      { name: 'a', state: '2' },
      { name: 'b', state: '4' },
    ])
    expect(calls.removeSavedView({ view: 'tickets', name: 'a' })).toEqual([{ name: 'b', state: '4' }])
  })
})

describe('the migration', () => {
  it('keeps the rows of a database without annotations', () => {
    const old = mkdtempSync(join(tmpdir(), 'ticketscope-old-'))
    const database = new Database(join(old, 'ticketscope.sqlite'))
    database.exec(first)
    database.pragma('user_version = 1')
    database
      .prepare("INSERT INTO studies (id, name, spec, status, datasets, created_at) VALUES (?, ?, ?, ?, '{}', '')")
      .run('old', 'an old one', JSON.stringify(spec), 'paused')
    database.close()
    const migrated = openStore(old, 'own')
    expect(migrated.schema).toBe(schemaVersion)
    expect(migrated.studies.list()).toMatchObject([{ id: 'old', name: 'an old one' }])
    expect(migrated.annotations.read('study')('old')).toEqual({ tags: [], note: '' })
    migrated.close()
    rmSync(old, { recursive: true, force: true })
  })
})
