import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LabError } from '../../src/shared/errors.ts'
import type { StudyEvent } from '../../src/shared/protocol.ts'
import { studySpecSchema } from '../../src/shared/spec.ts'
import { openLab, type Lab } from '../../src/main/lab/index.ts'
import { openStore, type Store } from '../../src/main/lab/store/open.ts'
import { openCheckpointFiles } from '../../src/main/lab/study/checkpoint-files.ts'
import { planStudy } from '../../src/main/lab/study/plan.ts'
import { readTicket } from '../../src/main/lab/study/tickets.ts'

// A finished study, made once by the lab; each test damages a copy of it.

const folder = mkdtempSync(join(tmpdir(), 'ticketscope-damage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const spec = studySpecSchema.parse({
  version: 1,
  name: 'smallest',
  seed: 3,
  datasets: [{ name: 'digits', train: 60, test: 20 }],
  network: {
    input: { height: 8, width: 8, channels: 1 },
    layers: [
      { kind: 'conv', filters: 4 },
      { kind: 'output', classes: 10 },
    ],
  },
  training: { optimiser: { kind: 'sgd', learningRate: 0.1 }, batch: 30, epochs: 1 },
  pruning: { rounds: 2, rates: { conv: 0.2, dense: 0.2, output: 0.2 } },
  trials: 2,
  comparison: { permutations: 20, bootstraps: 20 },
})
const original = join(folder, 'original')

type Finished = Extract<StudyEvent, { event: 'study.finished' }>

function finished(lab: Lab): Promise<Finished> {
  return new Promise((resolve) => {
    lab.onEvent((event) => event.event === 'study.finished' && resolve(event))
  })
}

beforeAll(async () => {
  const lab = await openLab({ home: original, access: 'own' })
  const ended = finished(lab)
  await lab.calls.runStudy({ spec, workers: 1 })
  await ended
  await lab.close()
})

let copies = 0
function copyHome(): { home: string; file: string } {
  const home = join(folder, `copy-${++copies}`)
  const file = join(home, 'ticketscope.sqlite')
  mkdirSync(home)
  copyFileSync(join(original, 'ticketscope.sqlite'), file)
  return { home, file }
}

/** Runs SQL on a copy, behind the lab's back. */
function damaged(sql: string, ...values: unknown[]): { home: string; file: string } {
  const copy = copyHome()
  const database = new Database(copy.file)
  database.prepare(sql).run(...values)
  database.close()
  return copy
}

function flip(bytes: Uint8Array, place: number): Uint8Array {
  return bytes.map((byte, index) => (index === place ? byte ^ 1 : byte))
}

function withStore<Value>(home: string, use: (store: Store) => Value): Value {
  const store = openStore(home, 'own')
  try {
    return use(store)
  } finally {
    store.close()
  }
}

const finalTickets = (home: string) =>
  withStore(home, (store) =>
    store.tickets.ofStudy(store.studies.list()[0]?.id ?? '').filter(({ round }) => round === 2),
  )

describe('a ticket', () => {
  const parts = ['masks', 'initial', 'trained'] as const
  it.each(parts.flatMap((part) => [0, -1].map((at) => [part, at === 0 ? 'first' : 'last'] as const)))(
    'with a flipped bit in its %s (%s byte) is refused by name',
    (part, at) => {
      const [ticket] = finalTickets(original)
      const id = ticket?.id ?? ''
      const bytes = withStore(original, (store) => store.tickets.payload(id)?.[part]) ?? new Uint8Array()
      expect(bytes.length).toBeGreaterThan(10)
      const { home, file } = damaged(
        `UPDATE tickets SET ${part} = ? WHERE id = ?`,
        flip(bytes, at === 'first' ? 0 : bytes.length - 1),
        id,
      )
      withStore(home, (store) => {
        const record = store.tickets.byId(id)
        if (!record) throw new Error('the ticket is gone')
        expect(() => readTicket(store, planStudy(spec), record, part === 'trained' ? 'trained' : 'initial')).toThrow(
          expect.objectContaining({
            code: 'store.damaged',
            message: expect.stringContaining(`${file}: ticket ${id} differs`) as string,
          }),
        )
      })
    },
  )

  it.each([
    ['cut short', 'UPDATE tickets SET initial = substr(initial, 1, 21) WHERE round = 2'],
    [
      'with another number of weights beside it',
      'UPDATE tickets SET layers = replace(layers, \'"kept":2\', \'"kept":3\') WHERE round = 2',
    ],
    [
      'with its signs miscounted',
      'UPDATE tickets SET layers = replace(layers, \'"positive":1\', \'"positive":2\') WHERE round = 2',
    ],
    ['whose masks of an earlier round are wrong', 'UPDATE tickets SET masks = zeroblob(length(masks)) WHERE round = 1'],
  ])('%s is refused by name', (_how, sql) => {
    const { home } = damaged(sql)
    withStore(home, (store) => {
      const all = store.studies.list().flatMap(({ id }) => store.tickets.ofStudy(id))
      const refused = all.filter((ticket) => {
        try {
          readTicket(store, planStudy(spec), ticket)
          return false
        } catch (thrown) {
          return thrown instanceof LabError && thrown.code === 'store.damaged' && thrown.message.includes(ticket.id)
        }
      })
      expect(refused.length).toBeGreaterThan(0)
    })
  })

  it('that is whole is read, and passed its checks', () => {
    withStore(original, (store) => {
      const all = store.tickets.ofStudy(store.studies.list()[0]?.id ?? '')
      expect(all).toHaveLength(8)
      for (const ticket of all) {
        expect(readTicket(store, planStudy(spec), ticket).masks).toHaveLength(2)
        expect(Object.values(ticket.checks), ticket.id).not.toContain(false)
      }
    })
  })

  it('that is damaged stops patterns and new distances, and names itself', async () => {
    const [ticket] = finalTickets(original)
    const { home } = damaged('UPDATE tickets SET masks = zeroblob(length(masks)) WHERE id = ?', ticket?.id)
    const lab = await openLab({ home, access: 'own' })
    const refusal = expect.objectContaining({
      code: 'store.damaged',
      message: expect.stringContaining(`ticket ${ticket?.id}`) as string,
    })
    await expect(lab.calls.findPatterns({ study: 'smallest' })).rejects.toThrow(refusal as Error)
    await expect(lab.calls.measureDistances({ study: 'smallest', alignment: 'none' })).rejects.toThrow(refusal as Error)
    await lab.close()
  })
})

describe('a study that goes on', () => {
  it.each([
    ['from a damaged ticket fails, and names it', 'zeroblob(length(masks))', 'failed'],
    ['from whole ones finishes', 'masks', 'finished'],
  ])('%s', async (_name, masks, status) => {
    const { home, file } = damaged(`UPDATE tickets SET masks = ${masks} WHERE round = 1`)
    const database = new Database(file)
    database.exec("DELETE FROM tickets WHERE round = 2; UPDATE studies SET status = 'paused'")
    database.close()
    const lab = await openLab({ home, access: 'own' })
    const ended = finished(lab)
    await lab.calls.resumeStudy({ study: 'smallest', workers: 1 })
    const event = await ended
    await lab.close()
    expect(event.status).toBe(status)
    if (status === 'failed') expect(event.error?.message).toMatch(/ticket t[0-9a-f]+ differs from its checksum/)
    else expect(finalTickets(home)).toEqual(finalTickets(original))
  })
})

describe('a distance', () => {
  it.each([
    ['a digit of a layer', "UPDATE distances SET layers = replace(replace(layers, '5', '6'), '3', '4')"],
    ['its mean', 'UPDATE distances SET mean = mean + 0.001'],
    ['its text', "UPDATE distances SET layers = '[0.1,' "],
  ])('damaged in %s is measured again, to the same report', async (_what, sql) => {
    const { home } = damaged(sql)
    const ask = async (place: string): Promise<unknown> => {
      const lab = await openLab({ home: place, access: 'own' })
      try {
        return await lab.calls.measureDistances({ study: 'smallest' })
      } finally {
        await lab.close()
      }
    }
    expect(await ask(home)).toEqual(await ask(original))
    const rows = (place: string) => {
      const database = new Database(join(place, 'ticketscope.sqlite'), { readonly: true })
      const all = database.prepare('SELECT * FROM distances ORDER BY a, b, metric').all()
      database.close()
      return all
    }
    expect(rows(home)).toEqual(rows(original))
  })
})

describe('a checkpoint', () => {
  const plan = planStudy(spec).network
  const masks = plan.layers.map((layer) => new Uint8Array(layer.weights).fill(1))
  const parameters = {
    weights: plan.layers.map((layer) => Float32Array.from({ length: layer.weights }, (_, index) => index - 3.5)),
    biases: plan.layers.map((layer) => new Float32Array(layer.units).fill(0.25)),
  }

  it('comes back as it was; with one flipped bit, or missing, not at all', async () => {
    const home = join(folder, 'checkpoint')
    const files = openCheckpointFiles(home)
    const state = { parameters, moments: { first: parameters }, steps: 17 }
    const entry = await files.write(state, masks)
    expect(await files.read(entry, plan, masks)).toEqual(state)
    const path = join(home, 'checkpoints', entry.file)
    const bytes = readFileSync(path)
    for (const place of [0, 8, 16, bytes.length - 1]) {
      writeFileSync(path, flip(bytes, place))
      expect(await files.read(entry, plan, masks), `byte ${place}`).toBeNull()
    }
    writeFileSync(path, bytes)
    expect(await files.read(entry, plan, masks)).toEqual(state)
    await files.sweep([])
    expect(await files.read(entry, plan, masks)).toBeNull()
  })

  it('that cannot be written names the folder and the remedy', async () => {
    const home = join(folder, 'blocked')
    mkdirSync(home)
    writeFileSync(join(home, 'checkpoints'), 'a file where the folder should be')
    await expect(openCheckpointFiles(home).write({ parameters, steps: 0 }, masks)).rejects.toThrow(
      /blocked\/checkpoints: cannot be written .*check its permissions/,
    )
  })
})

describe('a database file', () => {
  /** Overwrites bytes of a copy. */
  function overwritten(from: number, length: number): { home: string; file: string; bytes: Buffer } {
    const copy = copyHome()
    const bytes = readFileSync(copy.file)
    bytes.fill(0xa5, from, from + length)
    writeFileSync(copy.file, bytes)
    return { ...copy, bytes }
  }
  const refusal = (file: string) =>
    expect.objectContaining({
      code: 'store.damaged',
      message: expect.stringMatching(new RegExp(`^${file}: .*; move it .* aside \\(keep`)) as string,
    }) as Error

  it.each(['own', 'share'] as const)(
    'with an overwritten header is refused (%s), and left as it is',
    async (access) => {
      const { home, file, bytes } = overwritten(0, 100)
      await expect(openLab({ home, access })).rejects.toThrow(refusal(file))
      expect(readFileSync(file)).toEqual(bytes)
    },
  )

  it('with a garbage page is refused where the page is met, and left as it is', async () => {
    const page = 4096
    const { length } = readFileSync(join(original, 'ticketscope.sqlite'))
    const pages = Array.from({ length: length / page - 1 }, (_, index) => index + 1)
    let refusals = 0
    for (const number of pages) {
      const { home, file, bytes } = overwritten(number * page, page)
      try {
        const lab = await openLab({ home, access: 'share' })
        await lab.calls.listStudies({})
        await lab.calls.listTickets({ study: 'smallest' })
        await lab.calls.showStudy({ study: 'smallest' })
        await lab.calls.findPatterns({ study: 'smallest' })
        await lab.close()
      } catch (thrown) {
        expect(thrown).toEqual(refusal(file))
        refusals++
      }
      expect(readFileSync(file)).toEqual(bytes)
    }
    expect(refusals).toBeGreaterThan(4)
  })

  it.each([
    ['a spec', 'UPDATE studies SET spec = substr(spec, 2)'],
    ['a spec of another shape', "UPDATE studies SET spec = '{}'"],
    ['the layers of a ticket', "UPDATE tickets SET layers = '[{'"],
  ])('with %s that cannot be read is refused', async (_what, sql) => {
    const { home, file } = damaged(sql)
    const lab = await openLab({ home, access: 'share' })
    const read = async () => lab.calls.listTickets({ study: 'smallest' })
    await expect(read()).rejects.toThrow(refusal(file))
    await lab.close()
  })
})
