import type { SignedNetwork } from '../../science/distance/index.ts'
import { readShaders } from '../shaders.ts'
import { countBytes, isWide, networkBytes, type LayerShape } from './layer-shape.ts'
import type { Batch, Room } from './plan-batches.ts'
import { mostWords, planDispatches } from './plan-dispatches.ts'

// Node has none of the standard's names for these.
/** GPUBufferUsage */
const usage = {
  uniform: 0x40 | 0x8, // uniform, copy to
  input: 0x80 | 0x8, // storage, copy to
  output: 0x80 | 0x4, // storage, copy from
  reading: 0x1 | 0x8, // map to read, copy to
}
/** GPUShaderStage.COMPUTE */
const compute = 4
/** toRead */
const toRead = 1

/** Bytes from one dispatch's description to the next, by WebGPU's default limits. */
const partPitch = 256

/** Counts the overlaps of a batch's pairs, layer by layer. Each counter has buffers of its own, so that several can be at work. */
export interface OverlapCounter {
  /**
   * @param networks all, of which the batch names its own
   * @param orders (pair, NNSTD or NNSTD±, block): the block of b's inputs that is to stand there; read where the layer has blocks
   * @param counts receives the overlaps, as `readCounts` reads them
   */
  count(
    networks: readonly SignedNetwork[],
    layer: number,
    batch: Batch,
    orders: Uint32Array,
    counts: SharedArrayBuffer,
  ): Promise<void>
  close(): void
}

/** Compiles the kernel. Not asynchronously: Dawn's waiting takes a whole core from the compiler. */
export function createOverlapPipeline(device: GPUDevice): GPUComputePipeline {
  const module = device.createShaderModule({ code: readShaders(import.meta.url, './unit-overlaps.wgsl') })
  const visibility = compute
  const layout = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility, buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: 32 } },
      ...[1, 2, 3].map((binding) => ({ binding, visibility, buffer: { type: 'read-only-storage' as const } })),
      { binding: 4, visibility, buffer: { type: 'storage' } },
    ],
  })
  return device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'countOverlaps' },
  })
}

/** @param room most networks and pairs of a batch @param words most pairs of words of a dispatch */
export function createOverlapCounter(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  shapes: readonly LayerShape[],
  room: Room,
  words = mostWords,
): OverlapCounter {
  const dispatches = shapes.map((shape) => planDispatches(shape, room.pairs, words))
  const most = (bytes: (shape: LayerShape) => number): number => Math.max(4, ...shapes.map(bytes))
  const reserve = (size: number, kind: keyof typeof usage): GPUBuffer =>
    device.createBuffer({ size, usage: usage[kind] })
  const countsSize = room.pairs * most(countBytes)
  const parts = reserve(Math.max(1, ...dispatches.map(({ length }) => length)) * partPitch, 'uniform')
  const planes = reserve(room.networks * most(networkBytes), 'input')
  const pairs = reserve(room.pairs * 8, 'input')
  const orders = reserve(room.pairs * most(({ blocks }) => blocks * 8), 'input')
  const counts = reserve(countsSize, 'output')
  const readable = reserve(countsSize, 'reading')
  const bindings = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [
      { binding: 0, resource: { buffer: parts, size: 32 } },
      ...[planes, pairs, orders, counts].map((buffer, index) => ({ binding: index + 1, resource: { buffer } })),
    ],
  })

  function upload(networks: readonly SignedNetwork[], layer: number, batch: Batch, shape: LayerShape): void {
    batch.networks.forEach((network, place) => {
      const own = networks[network]?.layers[layer]
      if (!own) return
      const at = place * networkBytes(shape)
      device.queue.writeBuffer(planes, at, own.positive.bits)
      device.queue.writeBuffer(planes, at + networkBytes(shape) / 2, own.negative.bits)
    })
    device.queue.writeBuffer(pairs, 0, Uint32Array.from(batch.pairs.flatMap(({ a, b }) => [a, b])))
  }

  return {
    async count(networks, layer, batch, orderOfPairs, into) {
      const shape = shapes[layer]
      if (!shape || shape.units === 0) return
      const { units, blocks, inputs } = shape
      const planned = planDispatches(shape, batch.pairs.length, words)
      upload(networks, layer, batch, shape)
      device.queue.writeBuffer(orders, 0, orderOfPairs, 0, batch.pairs.length * 2 * blocks)
      const values = new Uint32Array((planned.length * partPitch) / 4)
      planned.forEach(({ firstPair, firstTileA, firstTileB }, index) => {
        const positions = blocks === 0 ? 0 : inputs / blocks
        values.set(
          [units, shape.words, blocks, positions, isWide(shape) ? 1 : 0, firstPair, firstTileA, firstTileB],
          (index * partPitch) / 4,
        )
      })
      device.queue.writeBuffer(parts, 0, values)
      planned.forEach(({ groups }, index) => {
        const encoder = device.createCommandEncoder()
        const pass = encoder.beginComputePass()
        pass.setPipeline(pipeline)
        pass.setBindGroup(0, bindings, [index * partPitch])
        pass.dispatchWorkgroups(...groups)
        pass.end()
        // Each by itself: what watches over a GPU's time watches over a submission.
        device.queue.submit([encoder.finish()])
      })
      const bytes = batch.pairs.length * countBytes(shape)
      const encoder = device.createCommandEncoder()
      encoder.copyBufferToBuffer(counts, 0, readable, 0, bytes)
      device.queue.submit([encoder.finish()])
      await readable.mapAsync(toRead, 0, bytes)
      new Uint8Array(into, 0, bytes).set(new Uint8Array(readable.getMappedRange(0, bytes)))
      readable.unmap()
    },
    close() {
      for (const buffer of [parts, planes, pairs, orders, counts, readable]) buffer.destroy()
    },
  }
}
