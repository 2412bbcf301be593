import type { Kernels } from './kernels.ts'
import type { NetworkLayout } from './layout.ts'
import { carryMapsBack, carryMapsForward, clearPart } from './map-passes.ts'
import { groupsOf } from './partitions.ts'

/** What a part of a batch is to go through. */
export type MapWork = 'forward' | 'back'

/** The maps of one network, for one thread: it does one part of a batch after another. */
export interface MapWorker {
  /**
   * One part's images, whose pixels lie in `layout.pixels`, through the maps; or its gradients back through them.
   * @param pause called every few milliseconds of work; it may throw to stop
   */
  run(work: MapWork, partition: number, count: number, pause: () => void): void
}

export function createMapWorker(kernels: Kernels, layout: NetworkLayout, bytes: Uint8Array): MapWorker {
  const { height, width, channels } = layout.plan.input
  const pixelBytes = height * width * channels
  const [input] = layout.activations

  const loadImage = (image: number): void => {
    if (!input?.map) return
    const start = input.at + image * input.stride + input.map.inside
    const rows = [start, input.map.rowBytes, input.map.channels * 4] as const
    const pixels = layout.pixels + image * pixelBytes
    kernels.loadImage(pixels, height, width, channels, layout.scale, layout.offset, ...rows)
  }

  return {
    run(work, partition, count, pause) {
      if (work === 'back') clearPart(layout, bytes, partition * layout.partitionBytes)
      for (const group of groupsOf(partition, count, layout.partitionBytes)) {
        if (work === 'forward') {
          for (let image = group.first; image < group.first + group.count; image++) loadImage(image)
          carryMapsForward(kernels, layout, group)
        } else {
          carryMapsBack(kernels, layout, group)
        }
        pause()
      }
    },
  }
}
