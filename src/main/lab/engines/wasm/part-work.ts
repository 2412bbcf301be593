import { groupImages } from './convolution-path.ts'
import { createDensePasses, type DenseWork } from './dense-passes.ts'
import type { Kernels } from './kernels.ts'
import type { NetworkLayout } from './layout.ts'
import { createMapPasses } from './map-passes.ts'
import { createMapWeights } from './map-weights.ts'
import type { Group } from './map-stages.ts'
import { partOf } from './partitions.ts'

/** What a batch is to go through, all of it in parts that need nothing of each other. */
export interface Task {
  /** The images, whose pixels lie in `layout.pixels`, through all maps; gradients back through them; or one dense stage. */
  work: 'maps forward' | 'maps back' | DenseWork
  /** Of dense work. */
  stage: number
  /** Images of the batch. */
  count: number
}

/** One network's passes, for one thread: it does one part after another. */
export interface PartWorker {
  /** @param pause called every few milliseconds of work; it may throw to stop */
  run(task: Task, partition: number, pause: () => void): void
}

export function createPartWorker(kernels: Kernels, layout: NetworkLayout, bytes: Uint8Array): PartWorker {
  const { height, width, channels } = layout.plan.input
  const pixelBytes = height * width * channels
  const [input] = layout.activations
  const dense = createDensePasses(kernels, layout, bytes)
  const maps = createMapPasses(kernels, layout)
  const weights = createMapWeights(kernels, layout)
  const group: Group = { first: 0, count: 0, shift: 0 }

  const loadImages = ({ first, count }: Group): void => {
    if (!input?.map) return
    const { map, at, stride } = input
    const from = layout.pixels + first * pixelBytes
    const to = at + first * stride + map.inside
    const { scale, offset } = layout
    kernels.loadImages(from, count, height, width, channels, scale, offset, to, stride, map.rowBytes, map.channels * 4)
  }

  return {
    run({ work, stage, count }, partition, pause) {
      if (work !== 'maps forward' && work !== 'maps back') {
        dense.run(work, stage, count, partition)
        pause()
        return
      }
      group.shift = partition * layout.partitionBytes
      if (work === 'maps back') weights.clear(group.shift)
      const { from, to } = partOf(partition, count)
      for (group.first = from; group.first < to; group.first += groupImages) {
        group.count = Math.min(groupImages, to - group.first)
        if (work === 'maps forward') {
          loadImages(group)
          maps.forward(group)
        } else {
          maps.back(group)
        }
        pause()
      }
    },
  }
}
