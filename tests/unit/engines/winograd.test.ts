import { describe, test } from 'vitest'
import {
  blockTiles,
  sumBytes,
  transformedBytes,
  winogradWorkspace,
} from '../../../src/main/lab/engines/wasm/convolution-path.ts'
import { layMap, type MapLayout } from '../../../src/main/lab/engines/wasm/maps.ts'
import { expectClose } from '../../engines/agreement.ts'
import { convolve, convolveBack } from '../../engines/plain/convolution.ts'
import { createMap, valueAt, type PlainMap } from '../../engines/plain/map.ts'
import { pool, poolBack } from '../../engines/plain/pooling.ts'
import { createNoise } from '../../engines/random-networks.ts'
import { createKernelBench } from './kernel-bench.ts'

/** Maps with border, one after another: (image, row, col, channel). */
function layOut(maps: PlainMap[], layout: MapLayout): Float32Array {
  const values = new Float32Array((layout.bytes / 4) * maps.length)
  maps.forEach((map, image) => {
    for (let row = 0; row < map.height; row++) {
      for (let col = 0; col < map.width; col++) {
        const at = (image * layout.bytes + layout.inside + row * layout.rowBytes) / 4 + col * layout.channels
        for (let channel = 0; channel < map.channels; channel++) values[at + channel] = valueAt(map, channel, row, col)
      }
    }
  })
  return values
}

/** (filter, channel, 3, 3) → (panel of 8 filters, tap, channel, filter in panel) */
function packed(weights: ArrayLike<number>, filters: number, channels: number): Float32Array {
  const target = new Float32Array(filters * channels * 9)
  for (let filter = 0; filter < filters; filter++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let tap = 0; tap < 9; tap++) {
        const to = (((filter >> 3) * 9 + tap) * channels + channel) * 8 + (filter & 7)
        target[to] = weights[(filter * channels + channel) * 9 + tap] ?? 0
      }
    }
  }
  return target
}

// height, width, channels, filters, images: one tile to several blocks of tiles, the last one not full
const sizes = [
  [4, 4, 4, 8, 1],
  [4, 8, 8, 16, 2],
  [12, 8, 16, 8, 3],
  [8, 8, 12, 24, 7],
  [16, 16, 8, 8, 4],
  [4, 4, 4, 8, 0],
] as const

/** Winograd's transforms amplify rounding: the error is relative to the largest value, about 1e-5 of it at most. */
const allowed = (values: ArrayLike<number>): number =>
  1e-6 + 1e-5 * Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe.each(sizes)(
  '%i × %i × %i to %i filters, %i images, by tiles of 4 × 4',
  (height, width, channels, filters, images) => {
    const noise = createNoise(height * width + channels)
    const draw = (depth: number): PlainMap[] =>
      Array.from({ length: images }, () => {
        const map = createMap(depth, height, width)
        map.values.set(map.values.map(() => Math.fround(noise() - 0.4)))
        return map
      })
    const inputs = draw(channels)
    const weights = Array.from({ length: filters * channels * 9 }, () => Math.fround(noise() - 0.5))
    const biases = Array.from({ length: filters }, () => Math.fround(noise() - 0.5))
    const outputs = inputs.map((input) => convolve(input, weights, biases))
    const [inputMap, outputMap] = [layMap(height, width, channels, 1), layMap(height, width, filters, 1)]
    const tiles = [height / 4, width / 4] as const
    const { kernels, put } = createKernelBench()
    const room = (bytes: number) => put(new Float32Array(bytes / 4))
    const source = put(layOut(inputs, inputMap))
    const workspace = room(winogradWorkspace(channels, filters)).at
    const way = [...tiles, images, blockTiles, workspace] as const
    const target = put(new Float32Array((outputMap.bytes / 4) * images))

    test('forward, with bias and ReLU; borders stay 0', () => {
      const transformed = room(transformedBytes(channels, filters))
      kernels.winogradWeights(put(packed(weights, filters, channels)).at, transformed.at, channels, filters / 8)
      const from = [source.at, inputMap.bytes, inputMap.rowBytes, channels, transformed.at, put(biases).at] as const
      const to = [target.at + outputMap.inside, outputMap.bytes, outputMap.rowBytes, 0, 0] as const
      kernels.winogradConvolve(...from, filters / 8, ...to, ...way)
      const expected = layOut(outputs, outputMap)
      expectClose('outputs', target.values, expected, allowed(expected))
    })

    test('back: gradients of weights, biases and inputs', () => {
      // what the layer above passes down is cut off by this layer's ReLU before the kernels see it
      const above = draw(filters).map((map, image) => {
        map.values.forEach((_, at) => ((outputs[image]?.values[at] ?? 0) > 0 ? 0 : (map.values[at] = 0)))
        return map
      })
      const toWeights = new Float64Array(weights.length)
      const toBiases = new Float64Array(filters)
      const below = inputs.map((input, image) => {
        const [output, gradient] = [outputs[image] ?? input, above[image] ?? input]
        const result = convolveBack(input, weights, output, gradient, toWeights, toBiases)
        // the ReLU below
        result.values.forEach((_, at) => ((input.values[at] ?? 0) > 0 ? 0 : (result.values[at] = 0)))
        return result
      })
      const gradient = put(layOut(above, outputMap))
      const sums = room(sumBytes(channels, filters))
      const biasGradient = put(new Float32Array(filters))
      kernels.winogradWeightGradient(
        source.at,
        inputMap.bytes,
        inputMap.rowBytes,
        channels,
        gradient.at + outputMap.inside,
        outputMap.bytes,
        outputMap.rowBytes,
        filters,
        ...([0, 0, 0, 0] as const),
        sums.at,
        biasGradient.at,
        ...way,
      )
      const weightGradient = put(new Float32Array(weights.length))
      kernels.winogradGather(sums.at, weightGradient.at, channels, filters / 8)
      expectClose('weights', weightGradient.values, packed(toWeights, filters, channels), allowed(toWeights))
      expectClose('biases', biasGradient.values, toBiases, allowed(toBiases))

      if (channels % 8 !== 0) return
      const turned = put(new Float32Array(weights.length))
      kernels.turnWeights(put(packed(weights, filters, channels)).at, turned.at, channels, filters)
      const transformed = room(transformedBytes(filters, channels))
      kernels.winogradWeights(turned.at, transformed.at, filters, channels / 8)
      const carried = put(new Float32Array((inputMap.bytes / 4) * images))
      const from = [gradient.at, outputMap.bytes, outputMap.rowBytes, filters, transformed.at, 0] as const
      const to = [carried.at + inputMap.inside, inputMap.bytes, inputMap.rowBytes] as const
      kernels.winogradConvolve(...from, channels / 8, ...to, source.at + inputMap.inside, 0, ...way)
      const expected = layOut(below, inputMap)
      expectClose('inputs', carried.values, expected, allowed(expected))
    })

    test('forward with a pool behind, and what the pool hands back', () => {
      const pooledMap = layMap(height / 2, width / 2, filters, 1)
      const pooled = put(new Float32Array((pooledMap.bytes / 4) * images))
      const codes = put(new Float32Array((height * width * filters * images) / 4))
      const transformed = room(transformedBytes(channels, filters))
      kernels.winogradWeights(put(packed(weights, filters, channels)).at, transformed.at, channels, filters / 8)
      const from = [source.at, inputMap.bytes, inputMap.rowBytes, channels, transformed.at, put(biases).at] as const
      const to = [pooled.at + pooledMap.inside, pooledMap.bytes, pooledMap.rowBytes, 0, codes.at] as const
      kernels.winogradConvolve(...from, filters / 8, ...to, ...way)
      const expected = layOut(outputs.map(pool), pooledMap)
      expectClose('pooled', pooled.values, expected, allowed(expected))

      const above = outputs.map((output) => {
        const gradient = pool(output)
        gradient.values.forEach((value, at) => (gradient.values[at] = value > 0 ? Math.fround(noise() - 0.5) : 0))
        return gradient
      })
      const passedDown = put(layOut(above, pooledMap))
      const gradient = put(new Float32Array((outputMap.bytes / 4) * images))
      kernels.winogradWeightGradient(
        source.at,
        inputMap.bytes,
        inputMap.rowBytes,
        channels,
        gradient.at + outputMap.inside,
        outputMap.bytes,
        outputMap.rowBytes,
        filters,
        passedDown.at + pooledMap.inside,
        pooledMap.bytes,
        pooledMap.rowBytes,
        codes.at,
        room(sumBytes(channels, filters)).at,
        put(new Float32Array(filters)).at,
        ...way,
      )
      const spread = outputs.map((output, image) => poolBack(output, above[image] ?? output))
      expectClose('gradient', gradient.values, layOut(spread, outputMap), 0)
    })
  },
)
