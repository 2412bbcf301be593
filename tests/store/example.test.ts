import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resourceFile } from '../../src/main/lab/locations.ts'
import { openStore, type Store } from '../../src/main/lab/store/open.ts'

const file = resourceFile('example', 'example.sqlite')
let home = ''
let store: Store
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ticketscope-example-'))
  store = openStore(home, 'own')
})
afterEach(() => {
  store.close()
  rmSync(home, { recursive: true, force: true })
})

describe('the example', () => {
  it('is small', () => {
    expect(statSync(file).size).toBeLessThan(2_000_000)
  })
  it('is a whole finished study, whose checks all hold, added once however often it is asked for', () => {
    const [id = ''] = store.copyExample(file)
    expect(store.copyExample(file)).toEqual([id])
    const [study] = store.studies.list()
    expect(study).toMatchObject({ id, name: 'example', status: 'finished' })
    const tickets = store.tickets.ofStudy(id)
    const rounds = study?.spec.pruning.rounds ?? 0
    const trials = (study?.spec.trials ?? 0) * 2
    // Of each trial: the dense network, every round's mask, and the random twin.
    expect(tickets).toHaveLength(trials * (rounds + 2))
    const final = tickets.filter(({ round }) => round === rounds)
    expect(final).toHaveLength(trials * 2)
    expect(final.every(({ accuracy }) => accuracy !== null)).toBe(true)
    expect(tickets.flatMap(({ checks }) => Object.values(checks))).not.toContain(false)
    expect(store.epochs.count(id)).toBe(trials * (rounds + 2) * (study?.spec.training.epochs ?? 0))
  })
  it('is refused whole when it is damaged', () => {
    const damaged = join(home, 'damaged.sqlite')
    writeFileSync(damaged, 'no database')
    expect(() => store.copyExample(damaged)).toThrow(expect.objectContaining({ code: 'data.damaged' }))
    expect(store.studies.list()).toEqual([])
  })
})
