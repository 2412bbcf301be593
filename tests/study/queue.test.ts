import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openLab, type Lab } from '../../src/main/lab/index.ts'
import type { LabEvent } from '../../src/shared/protocol.ts'
import { studySpecSchema } from '../../src/shared/spec.ts'
import { temporaryFolder, tinySpec } from '../cli/command-line.ts'

const home = temporaryFolder()

/** Its first epoch takes far longer than this test. */
const long = studySpecSchema.parse({ ...tinySpec, name: 'long', datasets: [{ name: 'fashion' }], network: 'conv-4' })
const next = studySpecSchema.parse({ ...tinySpec, name: 'next' })

/** The next event of a kind. */
function eventOf<Name extends LabEvent['event']>(lab: Lab, name: Name): Promise<Extract<LabEvent, { event: Name }>> {
  return new Promise((resolve) => {
    const stop = lab.onEvent((event) => {
      if (event.event !== name) return
      stop()
      resolve(event as Extract<LabEvent, { event: Name }>)
    })
  })
}

describe('the queue', () => {
  it('hears another process amid an epoch, and about a study that it has not begun', async () => {
    const owner = await openLab({ home, access: 'own' })
    const other = await openLab({ home, access: 'share' })
    const events: LabEvent[] = []
    const ended = new Promise<void>((resolve) => {
      owner.onEvent((event) => {
        events.push(event)
        if (events.filter(({ event: name }) => name === 'study.finished').length === 2) resolve()
      })
    })
    const running = eventOf(owner, 'study.started')
    await owner.calls.runStudy({ spec: long, workers: 1 })
    await owner.calls.runStudy({ spec: next, workers: 1 })
    await running
    await other.calls.pauseStudy({ study: 'next' })
    const asked = performance.now()
    await other.calls.cancelStudy({ study: 'long' })
    await ended
    expect(performance.now() - asked).toBeLessThan(5000)
    expect(events.filter(({ event }) => event === 'epoch')).toEqual([])
    expect(await other.calls.listStudies({})).toMatchObject([
      { name: 'long', status: 'cancelled' },
      { name: 'next', status: 'paused' },
    ])
    await other.close()
    await owner.close()
  })
})

describe('a study that was interrupted', () => {
  it('goes on as it was asked to run, and takes what there is where that is gone', async () => {
    const place = temporaryFolder()
    const first = await openLab({ home: place, access: 'own', resume: true })
    const started = eventOf(first, 'study.started')
    await first.calls.runStudy({ spec: long, engine: 'wasm', device: 'cpu', workers: 1 })
    const { device } = await started
    expect(device).toMatch(/^CPU, 1 worker /)
    await first.close()

    // Meanwhile the machine has changed.
    const database = new Database(join(place, 'ticketscope.sqlite'))
    const asked = { engine: 'wasm', device: 'a card of old', gone: 'refuse', workers: 1 }
    const before = database.prepare('SELECT asked FROM studies').pluck().get()
    expect(JSON.parse(String(before))).toMatchObject({ engine: 'wasm', device: 'cpu', workers: 1 })
    database.prepare('UPDATE studies SET asked = ?').run(JSON.stringify(asked))
    database.close()

    const second = await openLab({ home: place, access: 'own' })
    const [study] = await second.calls.listStudies({})
    expect(study?.status).toBe('paused')
    await second.close()

    const third = await openLab({ home: place, access: 'own', resume: true })
    expect(await eventOf(third, 'study.started')).toMatchObject({ device, engine: 'wasm' })
    const { notices } = await third.calls.showStudy({ study: 'long' })
    expect(notices).toMatchObject([{ message: expect.stringMatching(/no device "a card of old".*taken instead/) }])
    await third.close()
  })
})
