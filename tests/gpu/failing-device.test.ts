import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { openSession } from '../../src/main/lab/gpu/distances/session.ts'
import type { DistanceOptions } from '../../src/main/lab/science/distance/index.ts'
import { measurePairs } from '../../src/main/lab/study/measure-pairs.ts'
import { adapter } from './adapter.ts'
import { drawNetworks, everyPairOf, measureOnCpu } from './networks.ts'

const options: DistanceOptions = { alignment: 'propagate', positiveWeight: 0.5 }
const networks = drawNetworks('6x6x2 c4 p d9 o3', 8, 0.4)
const pairs = everyPairOf(networks.length)

/** Processes that this one has started, threads included, where the system tells. */
function children(): number[] {
  const tasks = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
  return tasks.split(' ').filter(Boolean).map(Number)
}

function collect() {
  const measured: unknown[] = []
  const notices: string[] = []
  let results = 0
  return {
    measured,
    notices,
    count: () => results,
    onResult(pair: number, distances: unknown) {
      results++
      measured[pair] = distances
    },
    notice: (message: string) => void notices.push(message),
  }
}

it('a device that is not there: the CPU measures, and it is said', async () => {
  const { measured, notices, onResult, notice, count } = collect()
  const gpu = { device: { backend: 'vulkan', name: 'not there' }, notice }
  await measurePairs({ networks, pairs, options, workers: 2, onResult, gpu })
  expect(notices).toEqual([
    expect.stringMatching(/not there cannot be opened.*; the 28 pairs that are left are measured on the CPU$/),
  ])
  expect(count()).toBe(pairs.length)
  expect(measured).toEqual(measureOnCpu(networks, pairs, options))
})

describe.skipIf(!adapter)(`a failing device: ${adapter?.name ?? 'no device'}`, () => {
  const device = adapter ?? { backend: '', name: '' }

  it('one that is lost ends the measuring; what was reported holds', async () => {
    const opened = await openDevice(device)
    const session = openSession(opened.device, networks, options, 2)
    const { measured, onResult, count } = collect()
    const measuring = session.measure(pairs, (results) => {
      for (const { pair, distances } of results) onResult(pair, distances)
      opened.close()
    })
    await expect(measuring).rejects.toMatchObject({
      code: 'engine.failed',
      message: expect.stringContaining('was lost'),
    })
    await session.close()
    expect(count()).toBeLessThan(pairs.length)
    const expected = measureOnCpu(networks, pairs, options)
    expect(count()).toBeGreaterThan(0)
    measured.forEach((distances, pair) => expect(distances).toEqual(expected[pair]))
  })

  it.skipIf(process.platform !== 'linux')('one whose driver ends its process: the CPU measures the rest', async () => {
    const before = children()
    const { measured, notices, onResult, notice, count } = collect()
    const kill = (pair: number, distances: unknown): void => {
      onResult(pair, distances)
      if (count() === 1) for (const child of children()) if (!before.includes(child)) process.kill(child, 'SIGSEGV')
    }
    await measurePairs({ networks, pairs, options, workers: 2, onResult: kill, gpu: { device, notice } })
    expect(notices).toEqual([expect.stringMatching(/SIGSEGV.*; the \d+ pairs that are left are measured on the CPU$/)])
    expect(count()).toBe(pairs.length)
    expect(measured).toEqual(measureOnCpu(networks, pairs, options))
  })

  it.skipIf(process.platform !== 'linux')('stopped: rejects at once, and no process is left', async () => {
    const before = children()
    const { notices, notice } = collect()
    const control = new AbortController()
    const measuring = measurePairs({
      networks,
      pairs,
      options,
      workers: 2,
      signal: control.signal,
      onResult: () => control.abort(),
      gpu: { device, notice },
    })
    await expect(measuring).rejects.toMatchObject({ code: 'interrupted' })
    expect(notices).toEqual([])
    expect(children()).toEqual(before)
  })
})
