import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EngineDataset } from '../../../src/main/lab/engines/engine.ts'
import { openStream } from '../../../src/main/lab/science/streams.ts'
import { countPerClass, prepareDataset, type Preparation } from '../../../src/main/lab/datasets/index.ts'
import { padImages } from '../../../src/main/lab/datasets/preparation/pad.ts'
import { resampleImages, type ImageSize } from '../../../src/main/lab/datasets/preparation/resample.ts'
import { drawSubset } from '../../../src/main/lab/datasets/preparation/subset.ts'
import { createDataset } from './files.ts'

const size = (height: number, width: number): ImageSize => ({ height, width })

describe('area resampling', () => {
  /** The definition: every output pixel is cut into the input pixels below it, in fractions of whole numbers. */
  function plainResample(images: Uint8Array, channels: number, from: ImageSize, to: ImageSize): number[] {
    const overlap = (output: number, input: number, inputs: number, outputs: number): bigint =>
      BigInt(
        Math.max(
          0,
          Math.min((output + 1) * inputs, (input + 1) * outputs) - Math.max(output * inputs, input * outputs),
        ),
      )
    const result: number[] = []
    for (let row = 0; row < to.height; row++) {
      for (let column = 0; column < to.width; column++) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0n
          for (let y = 0; y < from.height; y++) {
            for (let x = 0; x < from.width; x++) {
              const area = overlap(row, y, from.height, to.height) * overlap(column, x, from.width, to.width)
              sum += area * BigInt(images[(y * from.width + x) * channels + channel] ?? 0)
            }
          }
          const whole = BigInt(from.height * from.width)
          result.push(Number((2n * sum + whole) / (2n * whole)))
        }
      }
    }
    return result
  }

  test('agrees with the definition exactly, smaller and larger', () => {
    const side = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.constantFrom(1, 3),
        fc.infiniteStream(fc.nat({ max: 255 })),
        (...drawn) => {
          const [inHeight, inWidth, outHeight, outWidth, channels, values] = drawn
          const pixels = values.take(inHeight * inWidth * channels)
          const images = Uint8Array.from(pixels)
          const [from, to] = [size(inHeight, inWidth), size(outHeight, outWidth)]
          expect([...resampleImages(images, channels, from, to)]).toEqual(plainResample(images, channels, from, to))
        },
      ),
      { numRuns: 200, seed: 4 },
    )
  })

  test('halves round up; the same size changes nothing; images stay apart', () => {
    expect([...resampleImages(Uint8Array.of(0, 1), 1, size(1, 2), size(1, 1))]).toEqual([1])
    expect([...resampleImages(Uint8Array.of(1, 2, 10, 20), 1, size(1, 2), size(1, 4))]).toEqual([
      1, 1, 2, 2, 10, 10, 20, 20,
    ])
    const images = Uint8Array.from({ length: 60 }, (_, index) => index * 4)
    expect(resampleImages(images, 3, size(2, 5), size(2, 5))).toEqual(images)
  })
})

test('padding puts the image in the middle', () => {
  const padded = padImages(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 1, size(2, 2), size(3, 4))
  expect([...padded]).toEqual([0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8, 0, 0, 0, 0, 0])
  const colours = padImages(Uint8Array.of(1, 2, 3), 3, size(1, 1), size(1, 2))
  expect([...colours]).toEqual([1, 2, 3, 0, 0, 0])
})

describe('class-balanced subsets', () => {
  const labels = Uint8Array.from({ length: 300 }, (_, image) => (image % 10 === 0 ? 0 : 1 + (image % 3)))
  const counts = (chosen: Uint32Array) =>
    countPerClass(
      Uint8Array.from(chosen, (image) => labels[image] ?? 0),
      4,
    )
  const draw = (wanted: number, seed = 1) => drawSubset(labels, 4, wanted, openStream([seed]))

  test('as equal as the classes allow, each image once, in the original order', () => {
    expect(counts(draw(80))).toEqual([20, 20, 20, 20])
    expect(counts(draw(150))).toEqual([30, 40, 40, 40])
    for (const wanted of [0, 1, 3, 7, 81, 299, 300]) {
      const chosen = draw(wanted)
      expect(chosen).toHaveLength(wanted)
      expect([...chosen]).toEqual([...new Set(chosen)].toSorted((a, b) => a - b))
      const each = counts(chosen).slice(1)
      expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1)
    }
  })

  test('the stream decides, and a smaller subset is part of a larger one', () => {
    expect(draw(50)).toEqual(draw(50))
    expect(draw(50)).not.toEqual(draw(50, 2))
    const larger = new Set(draw(97))
    for (const image of draw(50)) expect(larger.has(image)).toBe(true)
  })
})

describe('preparing', () => {
  const dataset = createDataset({ train: 40, test: 20 })
  const preparation: Preparation = {
    name: 'set',
    input: { height: 5, width: 4, channels: 1 },
    classes: 10,
    fit: 'resample',
    scaling: 'unit',
    stream: (part) => openStream([1, part]),
  }
  const prepare = (changes: Partial<Preparation>, decoded = dataset): EngineDataset =>
    prepareDataset(decoded, { ...preparation, ...changes })

  test('what fits already stays as it is', () => {
    const prepared = prepare({})
    expect(prepared.train).toEqual(dataset.train)
    expect(prepared.test).toEqual(dataset.test)
    expect([...prepared.scale, ...prepared.offset]).toEqual([Math.fround(1 / 255), 0])
  })

  test('grey is repeated over the channels, after its size is changed', () => {
    const input = { height: 8, width: 8, channels: 3 }
    const grey = resampleImages(dataset.train.images, 1, dataset, input)
    const { train, scale } = prepare({ input })
    expect(scale).toHaveLength(3)
    for (const channel of [0, 1, 2]) expect(train.images.filter((_, index) => index % 3 === channel)).toEqual(grey)
    const padded = prepare({ input, fit: 'pad' }).train.images
    expect(padded.filter((_, index) => index % 3 === 1)).toEqual(padImages(dataset.train.images, 1, dataset, input))
  })

  test('subsets of images and labels go together', () => {
    const prepared = prepare({ train: 20, test: 10 })
    const { train } = prepared
    expect([train.count, prepared.test.count]).toEqual([20, 10])
    expect(countPerClass(train.labels, 10)).toEqual(Array.from({ length: 10 }, () => 2))
    const chosen = drawSubset(dataset.train.labels, 10, 20, openStream([1, 'train']))
    chosen.forEach((image, index) => {
      expect(train.labels[index]).toBe(dataset.train.labels[image])
      expect(train.images.subarray(index * 20, index * 20 + 20)).toEqual(
        dataset.train.images.subarray(image * 20, image * 20 + 20),
      )
    })
  })

  test('standardised training images have mean 0 and SD 1 in every channel', () => {
    const colour = createDataset({ channels: 3, train: 40 })
    const { train, scale, offset } = prepare(
      { scaling: 'standardise', input: { height: 3, width: 3, channels: 3 }, train: 30 },
      colour,
    )
    for (const channel of [0, 1, 2]) {
      const pixels = [...train.images].filter((_, index) => index % 3 === channel)
      const inputs = pixels.map((pixel) => pixel * (scale[channel] ?? 0) + (offset[channel] ?? 0))
      const mean = inputs.reduce((sum, input) => sum + input, 0) / inputs.length
      const variance = inputs.reduce((sum, input) => sum + (input - mean) ** 2, 0) / inputs.length
      expect(mean).toBeCloseTo(0, 5)
      expect(variance).toBeCloseTo(1, 5)
    }
    const flat = { ...dataset, train: { ...dataset.train, images: new Uint8Array(40 * 20).fill(51) } }
    const one = prepare({ scaling: 'standardise' }, flat)
    expect(51 * (one.scale[0] ?? 0) + (one.offset[0] ?? 0)).toBeCloseTo(0, 6)
  })

  test.each<[string, Partial<Preparation>, RegExp]>([
    ['more classes than outputs', { classes: 9 }, /^set: 10 classes, but the network has 9 outputs; /],
    ['more images than there are', { train: 41 }, /^set: 41 training images are asked for, but there are 40; /],
    ['more test images than there are', { test: 21 }, /^set: 21 test images .* there are 20; /],
    ['padding larger images', { fit: 'pad', input: { height: 4, width: 9, channels: 1 } }, /5×4 .* 4×9; .*resample/],
  ])('%s is refused', (_, changes, message) => {
    expect(() => prepare(changes)).toThrow(expect.objectContaining({ code: 'spec.invalid' }))
    expect(() => prepare(changes)).toThrow(message)
  })

  test('colour is not made grey', () => {
    const colour = createDataset({ channels: 3 })
    expect(() => prepare({}, colour)).toThrow(/^set: images of 3 channels, but the network sees 1; /)
  })
})
