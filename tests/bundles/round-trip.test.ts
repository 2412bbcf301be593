import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  exportBundle,
  importBundle,
  previewBundle,
  selectStudy,
  selectTickets,
  verifyBundle,
} from '../../src/main/lab/bundles/index.ts'
import { openStore, type Store } from '../../src/main/lab/store/open.ts'
import type { StudyRecord } from '../../src/main/lab/store/studies.ts'
import { compareStudy } from '../../src/main/lab/study/compare.ts'
import { finalTickets } from '../../src/main/lab/study/measure-study.ts'
import { planStudy } from '../../src/main/lab/study/plan.ts'
import { readTicket } from '../../src/main/lab/study/tickets.ts'
import { studySpecSchema } from '../../src/shared/spec.ts'
import { addStudy, makeHome, temporaryFolder, tinySpec } from './tiny-study.ts'

function only(store: Store): StudyRecord {
  const [study, ...more] = store.studies.list()
  if (!study || more.length > 0) throw new Error('not one study')
  return study
}

async function emptyHome() {
  const home = temporaryFolder()
  return { home, store: openStore(home, 'own'), datasets: [] }
}

const { store, spec } = await makeHome()
const folder = temporaryFolder()
const whole = join(folder, 'whole.tickets')
const plain = join(folder, 'plain.tickets')
const rounds = join(folder, 'rounds.tickets')
await exportBundle(store, [selectStudy(store, only(store), { trained: true })], whole)
await exportBundle(store, [selectStudy(store, only(store))], plain)
await exportBundle(store, [selectStudy(store, only(store), { allRounds: true, trained: true })], rounds)

describe('a bundle', () => {
  it.each([
    ['final tickets with trained weights', whole, { trained: true }],
    ['without trained weights', plain, {}],
    ['the tickets of all rounds', rounds, { allRounds: true, trained: true }],
  ])('has the same bytes after an import and a second export: %s', async (name, path, choice) => {
    const other = await emptyHome()
    await importBundle(other, path)
    const again = join(folder, `again ${name}.tickets`)
    await exportBundle(other.store, [selectStudy(other.store, only(other.store), choice)], again)
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
    other.store.close()
  })

  it('carries a training that ran away, and names as long as a spec may have', async () => {
    const name = `"${'long, '.repeat(33)}`
    const far = await makeHome({ ...tinySpec, datasets: [{ name }] })
    const lost = {
      dataset: name,
      trial: 1,
      kind: 'winning',
      round: 1,
      epoch: 1,
      loss: Infinity,
      accuracy: 0.1,
    } as const
    far.store.epochs.record('0123456789', lost)
    far.store.epochs.record('0123456789', { ...lost, trial: 2, loss: NaN })
    const path = join(folder, 'far.tickets')
    await exportBundle(far.store, [selectStudy(far.store, only(far.store))], path)
    const other = await emptyHome()
    const { studies } = await importBundle(other, path)
    expect(studies).toMatchObject([{ state: 'new', newTickets: 4 }])
    const epochs = other.store.epochs.list('0123456789')
    expect(epochs).toEqual(far.store.epochs.list('0123456789'))
    expect(epochs.filter(({ loss }) => loss === Infinity)).toHaveLength(2)
    const again = join(folder, 'far again.tickets')
    await exportBundle(other.store, [selectStudy(other.store, only(other.store))], again)
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
    other.store.close()
    expect(studySpecSchema.safeParse({ ...tinySpec, datasets: [{ name: 'x'.repeat(201) }] }).success).toBe(false)
  })

  it('leaves nothing beside it, and nothing in the home', async () => {
    const other = await emptyHome()
    await importBundle(other, whole)
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
    expect(readdirSync(join(other.home, 'staging'))).toEqual([])
    other.store.close()
  })

  it('brings a study whose tickets, epochs and distances are those of the original', async () => {
    const other = await emptyHome()
    const { studies } = await importBundle(other, whole)
    expect(studies).toMatchObject([{ state: 'new', newTickets: 4, study: '0123456789' }])
    const imported = only(other.store)
    const original = only(store)
    const { origin, ...rest } = imported
    expect(origin).toMatchObject({ study: '0123456789', file: 'whole.tickets' })
    expect({ ...rest, origin: null }).toEqual(original)
    const plan = planStudy(spec)
    const [here, there] = [finalTickets(other.store, plan, imported), finalTickets(store, plan, original)]
    expect(here).toEqual(there)
    expect(other.store.epochs.list(imported.id)).toEqual(store.epochs.list(original.id))
    here.forEach((ticket) => {
      for (const signs of ['initial', 'trained'] as const)
        expect(readTicket(other.store, plan, ticket, signs)).toEqual(readTicket(store, plan, ticket, signs))
    })
    const measured: number[] = []
    const context = (of: Store) => ({ store: of, emit: () => measured.push(1), workers: 1, writable: false })
    const report = await compareStudy(context(other.store), imported, {})
    expect(measured).toEqual([]) // every distance came along
    expect(report).toEqual(await compareStudy(context(store), original, {}))
    other.store.close()
  })

  it('carries the masks of earlier rounds, whose weights follow from the seed', async () => {
    const other = await emptyHome()
    await importBundle(other, rounds)
    const early = other.store.tickets.ofStudy('0123456789').filter(({ round }) => round === 0)
    expect(early).toHaveLength(2)
    for (const ticket of early) expect(() => readTicket(other.store, planStudy(spec), ticket)).not.toThrow()
    other.store.close()
  })
})

describe('a preview', () => {
  it('writes nothing', async () => {
    const other = await emptyHome()
    const { studies } = await previewBundle(other, whole)
    expect(studies).toMatchObject([
      { name: spec.name, tickets: 4, newTickets: 4, state: 'new', datasets: [{ name: 'digits', here: 'absent' }] },
    ])
    expect(other.store.studies.list()).toEqual([])
    other.store.close()
  })

  it('knows tickets that are here already, by content', async () => {
    const context = { home: temporaryFolder(), store, datasets: [] }
    expect(await previewBundle(context, whole)).toMatchObject({ studies: [{ state: 'known', newTickets: 0 }] })
    expect(await previewBundle(context, plain)).toMatchObject({ studies: [{ state: 'known', newTickets: 0 }] })
    await importBundle(context, whole)
    expect(store.studies.list()).toHaveLength(1)
  })
})

describe('an import', () => {
  it('adds the rest to a study that was imported in part', async () => {
    const other = await emptyHome()
    const tickets = finalTickets(store, planStudy(spec), only(store))
    const part = join(folder, 'part.tickets')
    await exportBundle(store, [selectTickets(only(store), tickets.slice(0, 2), { trained: true })], part)
    await importBundle(other, part)
    expect(other.store.tickets.ofStudy('0123456789')).toHaveLength(2)
    expect(await importBundle(other, whole)).toMatchObject({ studies: [{ state: 'completes', newTickets: 2 }] })
    const again = join(folder, 'completed.tickets')
    await exportBundle(other.store, [selectStudy(other.store, only(other.store), { trained: true })], again)
    expect(readFileSync(again).equals(readFileSync(whole))).toBe(true)
    other.store.close()
  })

  it('keeps both studies where the same spec gave other tickets', async () => {
    const other = await emptyHome()
    await addStudy(other.store, 'aaaaaaaaaa')
    const [changed] = other.store.tickets.ofStudy('aaaaaaaaaa').filter(({ round }) => round === 1)
    const payload = other.store.tickets.payload(changed?.id ?? '')
    if (!changed || !payload) throw new Error('no ticket')
    other.store.tickets.finish(changed.id, {
      ...{ accuracy: 0.1, checks: {}, trained: payload.trained },
      trainedSha256: 'f'.repeat(64),
    })
    const { studies } = await importBundle(other, whole)
    expect(studies).toMatchObject([
      { state: 'conflict', here: 'aaaaaaaaaa', study: '0123456789', conflicts: [{ trial: 1, kind: 'winning' }] },
    ])
    expect(other.store.studies.list()).toHaveLength(2)
    expect(other.store.tickets.ofStudy('0123456789')).toHaveLength(4)
    other.store.close()
  })
})

describe('verifying', () => {
  it('finds the same tickets in a study of the same spec', async () => {
    const { studies } = await verifyBundle(store, rounds, null)
    expect(studies).toMatchObject([{ tickets: 6, fromSeed: 6, keptAsPlanned: 6 }])
    const [comparison] = studies[0]?.comparisons ?? []
    expect(comparison?.tickets.every(({ state }) => state === 'same')).toBe(true)
    expect(comparison?.differences).toEqual([])
  })

  it('says what differs', async () => {
    const other = await emptyHome()
    await addStudy(other.store, 'bbbbbbbbbb')
    other.store.studies.setEngine('bbbbbbbbbb', 'webgpu', 'a card', 1, { ticketscope: '0.2.0', node: '24.0.0' })
    const { studies } = await verifyBundle(other.store, whole, null)
    expect(studies[0]?.comparisons).toMatchObject([
      {
        study: 'bbbbbbbbbb',
        differences: [
          'engine: wasm in the bundle, webgpu here',
          'device: a processor in the bundle, a card here',
          'Ticketscope: 0.1.0 in the bundle, 0.2.0 here',
        ],
      },
    ])
    other.store.close()
  })
})
