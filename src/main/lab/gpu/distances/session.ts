import { LabError } from '../../../../shared/errors.ts'
import type { TicketPair } from '../../science/conditions.ts'
import { requireSameShape, sizesOf, type DistanceOptions, type SignedNetwork } from '../../science/distance/index.ts'
import { openAssignmentCrew } from './assignment-crew.ts'
import { describeShapes } from './layer-shape.ts'
import { createMatchRoom, measureBatch } from './measure-batch.ts'
import type { PairResult } from './messages.ts'
import { createOverlapCounter, createOverlapPipeline, type OverlapCounter } from './overlap-counter.ts'
import { planBatches, planRoom } from './plan-batches.ts'

/** Batches at work at the same time: one is counted, one matched, one on its way. */
const inFlight = 3
/** Batches that a list of pairs is dealt out to at least, so that no end of it waits long for the other. */
const fewestBatches = 2 * inFlight

/** Measures pairs of networks on a device. */
export interface DistanceSession {
  /**
   * NNSTD and NNSTD± of pairs, to the last bit those of `measureDistance`: overlaps are counted on the device, many pairs at
   * once, and the units of earlier ones matched meanwhile.
   * @param pairs indices of networks @param onResults called with each batch's pairs
   * @throws LabError `network.invalid` when networks differ in shape; `engine.failed` when the device is lost or refuses
   * its work
   */
  measure(pairs: readonly TicketPair[], onResults: (results: PairResult[]) => void): Promise<void>
  close(): Promise<void>
}

/**
 * @param networks those that no pair needs may be empty
 * @param workers threads that match units
 * @throws LabError `engine.failed` when the device cannot hold two of the networks
 */
export function openSession(
  device: GPUDevice,
  networks: readonly SignedNetwork[],
  { alignment, positiveWeight }: DistanceOptions,
  workers: number,
): DistanceSession {
  const model = networks.find(({ layers }) => layers.length > 0) ?? { layers: [] }
  const shapes = describeShapes(model.layers, alignment === 'propagate')
  const most = planRoom(shapes, device.limits.maxStorageBufferBindingSize)
  if (!most) throw new LabError('engine.failed', "the graphics device's buffers are too small for two such networks")
  const { failure, stopWatching } = watch(device)
  const pipeline = createOverlapPipeline(device)
  const sizes = networks.map(({ layers }) => layers.map(sizesOf))
  const crew = openAssignmentCrew({ shapes, sizes, positiveWeight }, workers)

  return {
    async measure(pairs, onResults) {
      for (const { a, b } of pairs) {
        for (const network of [a, b]) requireSameShape(model, networks[network] ?? { layers: [] })
      }
      const batches = planBatches(pairs, {
        ...most,
        pairs: Math.min(most.pairs, Math.ceil(pairs.length / fewestBatches)),
      })
      const room = {
        networks: Math.max(...batches.map((batch) => batch.networks.length)),
        pairs: Math.max(...batches.map((batch) => batch.pairs.length)),
      }
      const counters: OverlapCounter[] = []
      let next = 0
      const fly = async (): Promise<void> => {
        const counter = createOverlapCounter(device, pipeline, shapes, room)
        counters.push(counter)
        const memory = createMatchRoom(shapes, room.pairs)
        for (let batch = batches[next++]; batch; batch = batches[next++])
          onResults(await measureBatch(counter, crew, networks, shapes, batch, memory))
      }
      try {
        const flights = Array.from({ length: Math.min(inFlight, batches.length) }, fly)
        await Promise.race([Promise.all(flights), failure])
      } finally {
        for (const counter of counters) counter.close()
      }
    },
    close() {
      stopWatching()
      return crew.close()
    },
  }
}

/** `failure` rejects when the device is lost or refuses its work. */
function watch(device: GPUDevice): { failure: Promise<never>; stopWatching(): void } {
  const { promise: failure, reject } = Promise.withResolvers<never>()
  failure.catch(() => undefined) // it may come while nothing waits for it
  const fail = (what: string): void => reject(new LabError('engine.failed', `the graphics device ${what}`))
  const hear = ({ error }: GPUUncapturedErrorEvent): void =>
    fail(`refused its work (${error.message.split('\n')[0] ?? ''})`)
  void device.lost.then(({ message }) => fail(`was lost (${message})`))
  device.addEventListener('uncapturederror', hear)
  return { failure, stopWatching: () => device.removeEventListener('uncapturederror', hear) }
}
