import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { createControl, helpCrew, leadCrew, reportFailure } from '../../../src/main/lab/engines/wasm/crew.ts'
import type { PartWorker } from '../../../src/main/lab/engines/wasm/part-work.ts'
import { groupsOf, partitions } from '../../../src/main/lab/engines/wasm/partitions.ts'

const task = { work: 'dense inputs', stage: 3, count: 17 } as const
const noPause = (): void => undefined

describe('the parts of a batch', () => {
  test.each([0, 1, 2, 3, 11, 12, 59, 60, 61])('of %i images hold each image once, in order', (count) => {
    const parts = Array.from({ length: partitions }, (_, part) => groupsOf(part, count, 1000))
    const images = parts.flat().flatMap(({ first, count: size }) => Array.from({ length: size }, (_, at) => first + at))
    expect(images).toEqual(Array.from({ length: count }, (_, image) => image))
    parts.forEach((groups, part) => groups.forEach(({ shift }) => expect(shift).toBe(part * 1000)))
  })
})

describe('a crew', () => {
  test('without helpers does each part once, and hands on the whole task', () => {
    const done: string[] = []
    const worker: PartWorker = { run: ({ work, stage, count }, part) => done.push(`${work} ${stage} ${count} ${part}`) }
    const lead = leadCrew(createControl())
    lead.run(task, worker, noPause)
    lead.run({ ...task, work: 'maps back' }, worker, noPause)
    expect(done.slice(0, partitions)).toEqual(
      Array.from({ length: partitions }, (_, part) => `dense inputs 3 17 ${part}`),
    )
    expect(done.slice(partitions)).toEqual(Array.from({ length: partitions }, (_, part) => `maps back 3 17 ${part}`))
    lead.dismiss()
  })

  test('ends with an error when a helper has died', () => {
    const control = createControl()
    const lead = leadCrew(control)
    reportFailure(control)
    expect(() => lead.run(task, { run: noPause }, noPause)).toThrow(expect.objectContaining({ code: 'engine.failed' }))
    lead.dismiss()
  })

  test('lets what stops the lead through', () => {
    const lead = leadCrew(createControl())
    const stopped = new Error('stop')
    const worker: PartWorker = {
      run: () => {
        throw stopped
      },
    }
    expect(() => lead.run(task, worker, noPause)).toThrow(stopped)
    lead.dismiss()
  })

  test('that has ended, or a helper wanted elsewhere, is not helped', () => {
    const control = createControl()
    leadCrew(control).dismiss()
    let parts = 0
    const worker: PartWorker = { run: () => void parts++ }
    helpCrew(control, new SharedArrayBuffer(4), () => worker)
    const leave = new SharedArrayBuffer(4)
    new Int32Array(leave)[0] = 1
    helpCrew(createControl(), leave, () => worker)
    expect(parts).toBe(0)
  })

  test('has no part to do before its first task', async () => {
    const leave = new SharedArrayBuffer(4)
    const flag = new Int32Array(leave)
    let parts = 0
    const worker: PartWorker = {
      run: () => {
        parts++
        Atomics.store(flag, 0, 1)
      },
    }
    const raiseFlag = `Atomics.store(new Int32Array(require('node:worker_threads').workerData), 0, 1)`
    const other = new Worker(raiseFlag, { eval: true, workerData: leave })
    helpCrew(createControl(), leave, () => worker)
    expect(parts).toBe(0)
    await other.terminate()
  })
})
