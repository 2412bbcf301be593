/** GPUBufferUsage and GPUMapMode of what timestamps are read through. */
const [resolving, reading, mapToRead] = [0x200 | 0x4, 0x1 | 0x8, 0x1]

/** Adds dispatches to a pass. */
export type Encode = (pass: GPUComputePassEncoder) => void

/**
 * Times one piece of work on a device. Dawn rounds timestamps to some tens of microseconds, so the work is repeated until it
 * takes many of them.
 */
export interface Stopwatch {
  /** Median seconds of one repetition. @param wanted seconds that each of the runs is to take */
  measure(work: Encode, wanted: number): Promise<number>
  close(): void
}

const runs = 3
const mostRepetitions = 4096

/** @param timed by the device's own clock; else by the wall's, from submission to end */
export function openStopwatch(device: GPUDevice, timed: boolean): Stopwatch {
  const times = timed ? device.createQuerySet({ type: 'timestamp', count: 2 }) : null
  const resolved = device.createBuffer({ size: 256, usage: resolving })
  const staging = device.createBuffer({ size: 256, usage: reading })

  async function run(work: Encode, repetitions: number): Promise<number> {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass(
      times ? { timestampWrites: { querySet: times, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } } : {},
    )
    for (let turn = 0; turn < repetitions; turn++) work(pass)
    pass.end()
    if (times) {
      encoder.resolveQuerySet(times, 0, 2, resolved, 0)
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16)
    }
    const commands = encoder.finish()
    const started = performance.now()
    device.queue.submit([commands])
    if (!times) {
      await device.queue.onSubmittedWorkDone()
      return (performance.now() - started) / 1000
    }
    await staging.mapAsync(mapToRead)
    const [begin = 0n, end = 0n] = new BigUint64Array(staging.getMappedRange(0, 16).slice(0))
    staging.unmap()
    return Number(end - begin) / 1e9
  }

  return {
    async measure(work, wanted) {
      device.pushErrorScope('validation')
      await run(work, 1)
      const refused = await device.popErrorScope()
      if (refused) throw new Error(refused.message)
      let repetitions = 1
      let taken = await run(work, repetitions)
      while (taken < wanted / 2 && repetitions < mostRepetitions) {
        const wish = taken > 0 ? (repetitions * wanted) / taken : repetitions * 8
        repetitions = Math.min(mostRepetitions, Math.ceil(Math.min(wish, repetitions * 8)))
        taken = await run(work, repetitions)
      }
      const seconds = [taken]
      while (seconds.length < runs) seconds.push(await run(work, repetitions))
      return median(seconds) / repetitions
    },
    close() {
      times?.destroy()
      resolved.destroy()
      staging.destroy()
    },
  }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
