import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wasmFile } from '../../../../src/main/lab/locations.ts'
import { createNoise } from '../../../engines/random-networks.ts'
import { assign as assignPlain } from './plain/assignment.ts'

const memory = new WebAssembly.Memory({ initial: 256, maximum: 65536 })
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile('distance'))), {
  env: { memory, abort: () => undefined },
})
const { assign } = exports as {
  assign(costs: number, size: number, columnOfRow: number, lists: number, workspace: number): void
}

/** In memory full of NaN, so that nothing is taken as given. */
function assignFast(costs: Float64Array, size: number): Int32Array {
  const end = (at: number, bytes: number): number => at + Math.ceil(bytes / 64) * 64
  const from = 65536
  const columnOfRow = end(from, costs.byteLength + 24)
  const lists = end(columnOfRow, size * 4)
  const workspace = end(lists, costs.byteLength)
  new Uint8Array(memory.buffer, from, workspace + (size + 3) * 144 - from).fill(0xff)
  new Float64Array(memory.buffer, from, costs.length).set(costs)
  assign(from, size, columnOfRow, lists, workspace)
  return new Int32Array(memory.buffer, columnOfRow, size).slice()
}

const edit = (a: number, b: number, shared: number): number => (a + b - 2 * shared) / (a + b - shared)

/** Costs as layers give them, and some as they never do. `draw` gives 0 … count − 1. */
const kinds = {
  'any value': (draw) => draw(2 ** 30) / 2 ** 30,
  'few values': (draw) => draw(5) / 5,
  'one value': () => 0.5,
  'mostly 1, as of sparse layers': (draw) => (draw(12) > 0 ? 1 : edit(4, 5, 1 + draw(4))),
  'NED of close sizes': (draw) => edit(60 + draw(9), 60 + draw(9), 5 + draw(6)),
  'NED±, equal halves': (draw) => 0.5 * (edit(3, 1 + draw(6), draw(2)) + edit(7, 5 + draw(3), draw(4))),
  'NED±, other weights': (draw) => 0.3 * edit(3, 1 + draw(6), draw(2)) + 0.7 * edit(7, 5 + draw(3), draw(4)),
  'thirds and sevenths, which round': (draw) => draw(4) / 3 + draw(8) / 7,
  'beyond 1': (draw) => 1e6 * draw(3) + draw(100) / 7 - 50,
} satisfies Record<string, (draw: (count: number) => number) => number>

function drawCosts(kind: keyof typeof kinds, size: number, seed: number): Float64Array {
  const noise = createNoise(seed)
  return Float64Array.from({ length: size * size }, () => kinds[kind]((count) => Math.floor(noise() * count)))
}

const names = Object.keys(kinds) as (keyof typeof kinds)[]

describe.each(names)('costs: %s', (kind) => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 64, 65, 130])('%i units are assigned as in the plain way', (size) => {
    const costs = drawCosts(kind, size, size)
    expect(assignFast(costs, size)).toEqual(assignPlain(costs, size))
  })

  it('any size and any draw', () => {
    fc.assert(
      fc.property(fc.nat(70), fc.nat(), (size, seed) => {
        const costs = drawCosts(kind, size, seed)
        expect(assignFast(costs, size)).toEqual(assignPlain(costs, size))
      }),
      { numRuns: 150 },
    )
  })
})

it('rows and columns that prefer the same: long searches with equal paths', () => {
  const size = 90
  for (const values of [3, 7, 1000]) {
    const product = Float64Array.from(
      { length: size * size },
      (_, place) => ((Math.floor(place / size) % values) * ((place % size) % values)) / 100,
    )
    expect(assignFast(product, size)).toEqual(assignPlain(product, size))
  }
})

it('layers as large as those of mlp.json', () => {
  for (const kind of ['mostly 1, as of sparse layers', 'NED±, equal halves'] as const) {
    const costs = drawCosts(kind, 784, 5)
    expect(assignFast(costs, 784)).toEqual(assignPlain(costs, 784))
  }
})
