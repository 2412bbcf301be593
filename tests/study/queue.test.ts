import { describe, expect, it } from 'vitest'
import { openLab } from '../../src/main/lab/index.ts'
import type { LabEvent } from '../../src/shared/protocol.ts'
import { studySpecSchema } from '../../src/shared/spec.ts'
import { temporaryFolder, tinySpec } from '../cli/command-line.ts'

const home = temporaryFolder()

/** Its first epoch takes far longer than this test. */
const long = studySpecSchema.parse({ ...tinySpec, name: 'long', datasets: [{ name: 'fashion' }], network: 'conv-4' })
const next = studySpecSchema.parse({ ...tinySpec, name: 'next' })

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
    await owner.calls.runStudy({ spec: long, workers: 1 })
    await owner.calls.runStudy({ spec: next, workers: 1 })
    const running = new Promise<void>((resolve) =>
      owner.onEvent((event) => event.event === 'study.started' && resolve()),
    )
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
