import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/main/lab/engines/engine.ts'
import { FreeLanes } from '../../../src/main/lab/engines/free-lanes.ts'
import { openSideBySide } from '../../../src/main/lab/engines/side-by-side.ts'
import { openWasmEngine } from '../../../src/main/lab/engines/wasm/index.ts'
import { LabError } from '../../../src/shared/errors.ts'
import { bytesOf } from '../../engines/state-bytes.ts'
import { describeRun, network, openLosable } from './losable-engine.ts'

const shifts = [0, 1, 2, 3, 4]
const open: Engine[] = []
let notices: string[] = []
const notice = (message: string): void => void notices.push(message)
afterEach(async () => {
  notices = []
  for (const engine of open.splice(0)) await engine.close()
})

async function openBeside(...openers: (() => Promise<Engine>)[]): Promise<Engine> {
  const engine = await openSideBySide(openers, { notice })
  open.push(engine)
  return engine
}
const named =
  (device: string, workers: number, epochs = Infinity) =>
  () =>
    openLosable(epochs, { workers, device })

async function trainAll(engine: Engine): Promise<string[]> {
  const dataset = await engine.load(network.dataset)
  const states = await Promise.all(shifts.map((shift) => engine.train(describeRun({ dataset }, shift))))
  return states.map(bytesOf)
}

describe('engines side by side', () => {
  it('are one with the lanes of all, and the same bytes', async () => {
    const alone = await openWasmEngine({ workers: 2 })
    open.push(alone)
    const engine = await openBeside(named('first', 1), named('second', 2))
    expect(engine).toMatchObject({ id: 'wasm', lanes: 3, device: 'first + second' })
    expect(await trainAll(engine)).toEqual(await trainAll(alone))
    const dataset = await engine.load(network.dataset)
    const { loss } = await engine.evaluate(network.plan, network.parameters, dataset)
    expect(loss).toBeGreaterThan(0)
    expect(notices).toEqual([])
    await engine.close()
    await expect(engine.train(describeRun({ dataset }))).rejects.toMatchObject({ code: 'engine.failed' })
  })

  it('leave one out that is lost: its runs go on at the others', async () => {
    const expected = await trainAll(await openBeside(named('whole', 2)))
    const engine = await openBeside(named('dies', 2, 3), named('lives', 1))
    expect(await trainAll(engine)).toEqual(expected)
    expect(engine).toMatchObject({ lanes: 1, device: 'dies + lives' })
    expect(notices).toEqual(['dies is left out (the graphics driver was reset); training goes on on lives'])
  })

  it('fail with the last of them', async () => {
    const engine = await openBeside(named('dies', 1, 2), named('dies too', 1, 1))
    await expect(trainAll(engine)).rejects.toMatchObject({ code: 'engine.lost' })
    expect(notices).toHaveLength(1)
  })

  it('do without one that cannot be opened, unless none can', async () => {
    const broken = (): Promise<Engine> => Promise.reject(new LabError('engine.unavailable', 'no such device'))
    expect(await openBeside(broken, named('works', 1))).toMatchObject({ lanes: 1, device: 'works' })
    expect(notices).toEqual(['training goes on without one of the devices: no such device'])
    await expect(openBeside(broken, broken)).rejects.toMatchObject({ message: 'no such device' })
  })
})

describe('free lanes', () => {
  const never = new AbortController().signal
  const lanes: Record<string, number> = { small: 1, large: 3 }
  const count = (member: string): number => lanes[member] ?? 0

  it('are given from the one that has the most, then in the order of asking', async () => {
    const free = new FreeLanes(['small', 'large'], count)
    const taken: string[] = []
    for (let asked = 0; asked < 4; asked++) taken.push(await free.take(never))
    expect(taken.toSorted()).toEqual(['large', 'large', 'large', 'small'])
    expect(taken.slice(0, 2)).toEqual(['large', 'large'])
    const controller = new AbortController()
    const [second, stopped, third] = [free.take(never), free.take(controller.signal), free.take(never)]
    controller.abort()
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
    free.giveBack('small')
    expect(await second).toBe('small')
    free.remove('small')
    free.giveBack('small')
    free.giveBack('large')
    expect(await third).toBe('large')
    const last = free.take(never)
    free.close()
    await expect(last).rejects.toMatchObject({ code: 'engine.failed' })
  })
})
