import type { NetworkPlan } from '../../science/networks.ts'
import { countKept, packMask } from '../../science/masks.ts'
import { findThresholds as findPlain, type PruningThreshold } from '../../science/pruning.ts'
import type { Gpu } from './gpu.ts'
import { fillMemory, openMemory, readBack } from './memory.ts'
import type { Pass } from './pass.ts'
import { makePass, type Bound, type Workshop } from './workshop.ts'

const bins = 2048
/** Steps in which a magnitude's bits are found; see kernels/magnitudes.wgsl. */
const steps = 3
const weightsPerGroup = 64 * 256

/**
 * Per layer the magnitude at which pruning cuts, as science/pruning.ts finds it.
 * @param drops alive weights that each layer is to lose
 */
export async function findThresholds(
  gpu: Gpu,
  plan: NetworkPlan,
  weights: Float32Array[],
  masks: Uint8Array[],
  drops: number[],
  check: () => void,
): Promise<PruningThreshold[]> {
  const { device, conveyor } = gpu
  const memory = openMemory(gpu)
  const workshop: Workshop = { ...gpu, memory, slots: 1, batch: 1 }
  try {
    const { made: layers, full } = await fillMemory(device, makeLayers)
    // trials in training have taken what there is
    if (full) return findPlain(masks, weights, drops)
    for (const { passes } of layers) {
      for (let step = 0; step < steps; step++) {
        await conveyor.run(passes, { slots: 1, images: 1, first: 0, step }, check)
      }
    }
    await conveyor.finish()
    const found = await readBack(
      device,
      layers.map(({ task }) => ({ buffer: task, offset: 4, bytes: 8 })),
    )
    return found.map((bytes, index) => {
      // where no weight may stay, there is none to find
      const all = countKept(masks[index] ?? new Uint8Array()) <= (drops[index] ?? 0)
      if (all) return { magnitude: Infinity, ties: 0 }
      return { magnitude: new Float32Array(bytes)[1] ?? 0, ties: new Uint32Array(bytes)[0] ?? 0 }
    })
  } finally {
    memory.free()
  }

  function makeLayers(): { task: GPUBuffer; passes: Pass[] }[] {
    const histogram = memory.reserve(bins * 4)
    return plan.layers.map((layer, index) => {
      const [own, mask] = [weights[index] ?? new Float32Array(), masks[index] ?? new Uint8Array()]
      const task = upload(Uint32Array.of(layer.weights, drops[index] ?? 0, 0))
      const buffers: Bound[] = [
        { name: 'weights', access: 'read', element: 'u32', buffer: upload(own) },
        { name: 'mask', access: 'read', element: 'u32', buffer: upload(wholeWords(packMask(mask))) },
      ]
      return { task, passes: makeSteps(buffers, histogram, task, layer.weights) }
    })
  }

  function upload(values: Float32Array | Uint32Array | Uint8Array): GPUBuffer {
    const buffer = memory.reserve(values.byteLength)
    device.queue.writeBuffer(buffer, 0, values)
    return buffer
  }

  function makeSteps(buffers: Bound[], histogram: GPUBuffer, task: GPUBuffer, count: number): Pass[] {
    const files = ['./kernels/magnitudes.wgsl'] as const
    return [
      makePass(workshop, {
        name: 'magnitudes',
        files: [...files, './kernels/count-magnitudes.wgsl'],
        entry: 'count',
        buffers: [
          ...buffers,
          { name: 'task', access: 'read', element: 'u32', buffer: task },
          { name: 'histogram', access: 'update', element: 'atomic<u32>', buffer: histogram },
        ],
        constants: {},
        grid: () => [Math.ceil(count / weightsPerGroup), 1],
        cost: weightsPerGroup * 10,
      }),
      makePass(workshop, {
        name: 'threshold',
        files: [...files, './kernels/choose-magnitude.wgsl'],
        entry: 'choose',
        buffers: [
          { name: 'task', access: 'update', element: 'u32', buffer: task },
          { name: 'histogram', access: 'update', element: 'u32', buffer: histogram },
        ],
        constants: {},
        grid: () => [1, 1],
        cost: bins * 20,
      }),
    ]
  }
}

/** The bytes, with zeros up to the next whole word. */
function wholeWords(bytes: Uint8Array): Uint8Array {
  const words = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  words.set(bytes)
  return words
}
