import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Lanes } from '../../../src/main/lab/engines/wasm/lanes.ts'
import type { Reply, Request } from '../../../src/main/lab/engines/wasm/messages.ts'

describe('lanes', () => {
  let lanes: Lanes
  beforeEach(() => {
    lanes = new Lanes(new URL('./mortal-worker.ts', import.meta.url), {}, 1)
  })
  afterEach(() => lanes.close())

  const ask = (kind: Request['kind'], signal: AbortSignal | null = null): Promise<Reply> =>
    lanes.use(signal, (lane) => {
      // the worker reads nothing but the kind
      lane.send({ kind } as Request)
      return lane.receive()
    })

  test('a worker that throws or exits fails its job alone and is replaced', async () => {
    expect(await ask('evaluate')).toEqual({ kind: 'trained' })
    const [thrown, next] = await Promise.allSettled([ask('gradients'), ask('evaluate')])
    expect(thrown).toMatchObject({ reason: { code: 'engine.failed', message: expect.stringContaining('out of luck') } })
    expect(next).toMatchObject({ status: 'fulfilled' })
    await expect(ask('end')).rejects.toMatchObject({ code: 'engine.failed' })
    expect(await ask('evaluate')).toEqual({ kind: 'trained' })
  })

  test('jobs wait their turn; aborting takes one out of the queue', async () => {
    const stuck = ask('train')
    const controller = new AbortController()
    const aborted = ask('evaluate', controller.signal)
    const waiting = ask('evaluate')
    controller.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'interrupted' })
    const outcomes = Promise.allSettled([stuck, waiting])
    await lanes.close()
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'engine.failed' } })
    await expect(ask('evaluate')).rejects.toMatchObject({ code: 'engine.failed' })
  })
})
