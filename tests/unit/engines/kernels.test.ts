import { describe, expect, test } from 'vitest'
import type { Optimiser } from '../../../src/shared/spec.ts'
import { expectClose } from '../../engines/agreement.ts'
import { softmaxCrossEntropy } from '../../engines/plain/loss.ts'
import { createMap, valueAt, type PlainMap } from '../../engines/plain/map.ts'
import { stepParameters } from '../../engines/plain/optimisers.ts'
import { pool, poolBack } from '../../engines/plain/pooling.ts'
import { createNoise } from '../../engines/random-networks.ts'
import { createKernelBench } from './kernel-bench.ts'

/** (channel, row, col) → (row, col, channel) */
function interleave(map: PlainMap): Float32Array {
  const values = new Float32Array(map.values.length)
  for (let channel = 0; channel < map.channels; channel++) {
    for (let row = 0; row < map.height; row++) {
      for (let col = 0; col < map.width; col++) {
        values[(row * map.width + col) * map.channels + channel] = valueAt(map, channel, row, col)
      }
    }
  }
  return values
}

describe('pooling', () => {
  const sizes = [
    [2, 2, 4],
    [3, 3, 4],
    [2, 5, 8],
    [7, 4, 12],
    [1, 6, 4],
  ] as const
  test.each(sizes)(
    '%i × %i × %i, ties to the first, nothing through values that are not positive',
    (height, width, channels) => {
      const noise = createNoise(height * width)
      const input = createMap(channels, height, width)
      // four values only, so that ties abound; the lowest is what a ReLU lets nothing through
      input.values.set(input.values.map(() => Math.floor(noise() * 4)))
      const output = pool(input)
      const gradient = createMap(channels, output.height, output.width)
      gradient.values.set(gradient.values.map(() => noise() - 0.5))

      const { kernels, put } = createKernelBench()
      const source = put(interleave(input))
      const pooled = put(new Float32Array(output.values.length))
      const [inputRow, outputRow] = [width * channels * 4, output.width * channels * 4]
      kernels.poolForward(source.at, inputRow, pooled.at, outputRow, height, width, channels)
      expect(pooled.values).toEqual(interleave(output))

      const below = put(new Float32Array(input.values.length))
      const above = put(interleave(gradient))
      kernels.poolInputGradient(source.at, inputRow, above.at, outputRow, below.at, inputRow, height, width, channels)
      const expected = poolBack(input, gradient)
      for (let index = 0; index < expected.values.length; index++) {
        if ((input.values[index] ?? 0) <= 0) expected.values[index] = 0
      }
      expectClose('gradient', below.values, interleave(expected), 0, 1e-7)
    },
  )
})

describe('softmax cross-entropy', () => {
  test.each([
    ['one image', [[0.5, -0.25, 2]]],
    ['equal logits', [[1, 1, 1, 1]]],
    [
      'logits too large for exp',
      [
        [1000, -1000, 999.5],
        [-90, -91, -1e4],
      ],
    ],
    ['a class certain', [[60, 0]]],
    ['no image', []],
  ])('%s', (_, rows) => {
    expect.hasAssertions()
    const classes = rows[0]?.length ?? 2
    const { kernels, put, putBytes } = createKernelBench()
    const logits = put(rows.flat())
    const labels = putBytes(rows.map((_row, image) => (image + 1) % classes))
    const gradient = put(new Float32Array(rows.length * classes))
    const total = kernels.softmaxCrossEntropy(logits.at, classes * 4, classes, labels.at, rows.length, gradient.at)
    const plain = rows.map((row, image) => softmaxCrossEntropy(Float64Array.from(row), labels.values[image] ?? 0))
    expectClose('loss', [total], [plain.reduce((sum, { loss }) => sum + loss, 0)], 1e-6, 1e-6)
    const expected = plain.flatMap((end) => Array.from(end.gradient, (value) => value / rows.length))
    expectClose('gradient', gradient.values, expected, 1e-7, 1e-6)
  })

  test('of equal largest logits the first is the answer', () => {
    const { kernels, put, putBytes } = createKernelBench()
    const logits = put([1, 3, 3, 5, 5, 5, -2, -1, -1])
    const count = (labels: number[]): number =>
      kernels.countCorrect(logits.at, 12, 3, putBytes(labels).at, labels.length)
    expect(count([1, 0, 1])).toBe(3)
    expect(count([2, 1, 2])).toBe(0)
    expect(count([])).toBe(0)
  })
})

describe('optimisers', () => {
  const optimisers: Optimiser[] = [
    { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    { kind: 'adam', learningRate: 0.5, beta1: 0, beta2: 0, epsilon: 1e-3 },
    { kind: 'sgd', learningRate: 0.1, momentum: 0.9 },
  ]
  test.each(optimisers.flatMap((optimiser) => [0, 4, 20].map((count) => ({ optimiser, count }))))(
    '$optimiser.kind over $count weights, three steps',
    ({ optimiser, count }) => {
      const noise = createNoise(count + 1)
      const { kernels, put, putBytes } = createKernelBench()
      const mask = Uint8Array.from({ length: count }, () => (noise() < 0.5 ? 1 : 0))
      const start = Array.from(mask, (kept) => kept * (noise() - 0.5))
      const weights = put(start)
      const [first, second] = [put(new Float32Array(count)), put(new Float32Array(count))]
      const masks = putBytes(mask.map((kept) => kept * 255))
      const expected = Float64Array.from(start)
      const moments = { first: new Float64Array(count), second: new Float64Array(count) }
      for (let step = 1; step <= 3; step++) {
        const gradients = put(Array.from({ length: count }, () => noise() - 0.5))
        if (optimiser.kind === 'sgd') {
          const { momentum, learningRate } = optimiser
          kernels.sgd(weights.at, gradients.at, first.at, masks.at, count, momentum, learningRate)
        } else {
          const { beta1, beta2, epsilon, learningRate } = optimiser
          const [size, root] = [learningRate / (1 - beta1 ** step), Math.sqrt(1 - beta2 ** step)]
          const moved = [weights.at, gradients.at, first.at, second.at, masks.at] as const
          kernels.adam(...moved, count, beta1, beta2, epsilon, size, root)
        }
        stepParameters(optimiser, step, expected, Float64Array.from(gradients.values), moments, mask)
      }
      expectClose('weights', weights.values, expected, 1e-7, 1e-5)
      expectClose('first moments', first.values, moments.first, 1e-7, 1e-5)
      expectClose('second moments', second.values, moments.second, 1e-9, 1e-5)
      const escaped = weights.values.filter((weight, index) => mask[index] === 0 && weight !== 0)
      expect(escaped).toHaveLength(0)
    },
  )
})

describe('images', () => {
  test('pixel · scale + offset, into padded channels with a border', () => {
    const { kernels, put, putBytes } = createKernelBench()
    const pixels = putBytes([0, 255, 10, 20, 30, 40])
    const [scale, offset] = [put([0.5, 2]), put([1, -3])]
    const output = put(new Float32Array(3 * 5 * 4)) // 1 × 3 pixels of 4 channels, border 1
    kernels.loadImages(pixels.at, 1, 1, 3, 2, scale.at, offset.at, output.at + (5 + 1) * 16, 0, 5 * 16, 16)
    const inside = [1, 507, 0, 0, 6, 37, 0, 0, 16, 77, 0, 0]
    const border = Array.from(new Float32Array(24))
    expect(Array.from(output.values)).toEqual([...border, ...inside, ...border])
  })
})
