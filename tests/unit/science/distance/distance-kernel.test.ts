import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createBitMatrix, setBit } from '../../../../src/main/lab/science/distance/bit-matrix.ts'
import { openDistanceKernel } from '../../../../src/main/lab/science/distance/index.ts'
import { chooseWay, planMemory } from '../../../../src/main/lab/science/distance/memory-plan.ts'
import type { SignedLayer } from '../../../../src/main/lab/science/distance/network.ts'
import { wasmFile } from '../../../../src/main/lab/locations.ts'
import type { Metric } from '../../../../src/shared/results.ts'
import { createNoise } from '../../../engines/random-networks.ts'
import { matchPlain, type PlainUnit } from './plain/match.ts'

const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))

/** Few inputs a unit make many equal costs, so that ties decide the assignment. */
function drawUnits(units: number, inputs: number, density: number, noise: () => number): PlainUnit[] {
  return Array.from({ length: units }, () => {
    const unit: PlainUnit = { positive: new Set(), negative: new Set() }
    for (let input = 0; input < inputs; input++) {
      if (noise() < density) (noise() < 0.6 ? unit.positive : unit.negative).add(input)
    }
    return unit
  })
}

function toLayer(units: PlainUnit[], inputs: number): SignedLayer {
  const positive = createBitMatrix(units.length, inputs)
  const negative = createBitMatrix(units.length, inputs)
  units.forEach((unit, row) => {
    for (const input of unit.positive) setBit(positive, row, input)
    for (const input of unit.negative) setBit(negative, row, input)
  })
  return { name: 'layer', units: units.length, inputs, inputOrder: 'dense', positive, negative }
}

const shuffled = (count: number, noise: () => number): Int32Array =>
  Int32Array.from(
    Array.from({ length: count }, (_, block) => ({ block, at: noise() })).toSorted((x, y) => x.at - y.at),
    ({ block }) => block,
  )

// units, inputs, share of kept inputs, inputs that move together
const layers = [
  [1, 1, 0, 1],
  [1, 1, 1, 1],
  [2, 5, 0.5, 1],
  [3, 128, 0.05, 32],
  [5, 129, 0.3, 1],
  [8, 27, 0.7, 9],
  [17, 320, 0.1, 64],
  [33, 54, 0.3, 9],
  [64, 576, 0.02, 9],
  [48, 288, 0.6, 9],
  [97, 200, 0.01, 1],
] as const

describe.each(layers)('%i units of %i inputs, %f kept, blocks of %i', (units, inputs, density, positions) => {
  const noise = createNoise(units * inputs + 1)
  const [a, b] = [drawUnits(units, inputs, density, noise), drawUnits(units, inputs, density, noise)]
  const metrics: Metric[] = ['nnstd', 'nnstd-signed']

  it.each(metrics)('%s: distance and assignment are those of the plain way, to the last bit', (metric) => {
    kernel.load(toLayer(a, inputs), toLayer(b, inputs))
    const blocks = Math.floor(inputs / positions)
    const orders = blocks * positions === inputs ? [null, shuffled(blocks, noise), shuffled(blocks, noise)] : [null]
    for (const order of orders) {
      for (const weight of [0.5, 0.3]) {
        const { distance, assignment } = kernel.match(metric, order, weight)
        const expected = matchPlain(metric, a, b, order && { blocks: [...order], positions }, weight)
        expect([...assignment]).toEqual(expected.assignment)
        expect(distance).toBe(expected.distance)
      }
    }
  })
})

it('a layer large enough for sums of columns: an order is as good as inputs that lie in it', () => {
  const [units, inputs, positions] = [200, 1200, 4]
  const noise = createNoise(8)
  const [a, b] = [drawUnits(units, inputs, 0.08, noise), drawUnits(units, inputs, 0.08, noise)]
  const order = shuffled(inputs / positions, noise)
  const places = new Map([...order].map((block, place) => [block, place]))
  const move = (set: Set<number>): Set<number> =>
    new Set([...set].map((input) => (places.get(Math.floor(input / positions)) ?? 0) * positions + (input % positions)))
  const moved = b.map(({ positive, negative }) => ({ positive: move(positive), negative: move(negative) }))
  const first = toLayer(a, inputs)
  const ones = (units * inputs * 8) / 100
  expect(chooseWay(ones, ones, planMemory(first))).toBe('sums')
  for (const metric of ['nnstd', 'nnstd-signed'] as const) {
    kernel.load(first, toLayer(moved, inputs))
    const expected = kernel.match(metric, null, 0.5)
    kernel.load(first, toLayer(b, inputs))
    const unmoved = kernel.match(metric, null, 0.5)
    expect(kernel.match(metric, order, 0.5)).toEqual(expected)
    expect(unmoved).not.toEqual(expected)
    expect(kernel.match(metric, null, 0.5)).toEqual(unmoved)
  }
})

it('no units at all', () => {
  kernel.load(toLayer([], 8), toLayer([], 8))
  expect(kernel.match('nnstd', null, 0.5)).toEqual({
    distance: 0,
    assignment: new Int32Array(),
    unitDistances: new Float64Array(),
  })
})
