import { readFileSync } from 'node:fs'
import { array, assert, constantFrom, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wasmFile } from '../../../../src/main/lab/locations.ts'
import {
  countPlaces,
  decodeNetworkFile,
  matchLayers,
  measureDistance,
  openDistanceKernel,
  readSigns,
} from '../../../../src/main/lab/science/distance/index.ts'

const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
const layer = (signs: readonly (readonly number[])[]) => {
  const of = (sign: number) => signs.map((unit) => unit.flatMap((value, input) => (value === sign ? [input] : [])))
  return { inputs: signs[0]?.length ?? 1, units: signs.length, positive: of(1), negative: of(-1) }
}
const network = (...layers: (readonly (readonly number[])[])[]) =>
  decodeNetworkFile({ layers: layers.map(layer) }, 'test')

const a = network(
  [
    [1, -1, 0],
    [0, 1, 1],
  ],
  [[1, -1]],
)
/** a's units the other way round, with a few places changed. */
const b = network(
  [
    [0, 1, -1],
    [1, -1, 1],
  ],
  [[-1, 0]],
)

describe('a match', () => {
  it('names the units, their distances, and the inputs as compared', () => {
    const [first, second] = matchLayers(kernel, a, b, 'nnstd-signed', { alignment: 'propagate', positiveWeight: 0.5 })
    expect([...(first?.assignment ?? [])]).toEqual([1, 0])
    expect([...(first?.unitDistances ?? [])]).toEqual([0.25, 0.75])
    expect(first?.distance).toBe(0.5)
    // The second layer of b sees b's units in a's order.
    expect(second && [...readSigns(second.compared, [0])]).toEqual([0, -1])
    const [, unmoved] = matchLayers(kernel, a, b, 'nnstd-signed', { alignment: 'none', positiveWeight: 0.5 })
    expect(unmoved && [...readSigns(unmoved.compared, [0])]).toEqual([-1, 0])
  })

  it('has the distances that are measured', () => {
    const options = { alignment: 'propagate', positiveWeight: 0.3 } as const
    for (const metric of ['nnstd', 'nnstd-signed'] as const)
      expect(matchLayers(kernel, a, b, metric, options).map(({ distance }) => distance)).toEqual(
        measureDistance(kernel, a, b, options)[metric].layers,
      )
  })
})

describe('countPlaces', () => {
  it('agrees with counting place by place', () => {
    const side = integer({ min: 1, max: 150 }).chain((inputs) => {
      const rows = array(array(constantFrom(-1, 0, 1), { minLength: inputs, maxLength: inputs }), {
        minLength: 2,
        maxLength: 2,
      })
      return tuple(rows, rows)
    })
    assert(
      property(side, ([first, second]) => {
        const [layerA] = network(first).layers
        const [layerB] = network(second).layers
        if (!layerA || !layerB) throw new Error('a layer is missing')
        const counts = countPlaces(layerA, layerB, Int32Array.of(1, 0))
        for (const unit of [0, 1]) {
          const own = first[unit] ?? []
          const other = second[1 - unit] ?? []
          const count = (holds: (x: number, y: number) => boolean): number =>
            own.filter((x, place) => holds(x, other[place] ?? 0)).length
          expect(counts.shared[unit]).toBe(count((x, y) => x !== 0 && x === y))
          expect(counts.flipped[unit]).toBe(count((x, y) => x * y === -1))
          expect(counts.onlyFirst[unit]).toBe(count((x, y) => x !== 0 && y === 0))
          expect(counts.onlySecond[unit]).toBe(count((x, y) => x === 0 && y !== 0))
        }
        expect([...readSigns(layerA, [1, 0])]).toEqual([...(first[1] ?? []), ...(first[0] ?? [])])
      }),
    )
  })
})
