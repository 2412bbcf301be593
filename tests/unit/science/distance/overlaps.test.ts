import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { wasmFile } from '../../../../src/main/lab/locations.ts'
import { createBitMatrix, setBit, type BitMatrix } from '../../../../src/main/lab/science/distance/bit-matrix.ts'
import { createNoise } from '../../../engines/random-networks.ts'

const memory = new WebAssembly.Memory({ initial: 256, maximum: 65536 })
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile('distance'))), {
  env: { memory, abort: () => undefined },
})
const kernels = exports as Record<
  'overlaps' | 'sparseOverlaps' | 'transpose' | 'sumOverlaps',
  (...values: number[]) => void
>

function drawMatrix(rows: number, columns: number, density: number, noise: () => number): BitMatrix {
  const matrix = createBitMatrix(rows, columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) if (noise() < density) setBit(matrix, row, column)
  return matrix
}

const hasBit = (matrix: BitMatrix, row: number, column: number): boolean =>
  (((matrix.bits[row * matrix.words + (column >>> 5)] ?? 0) >>> (column & 31)) & 1) === 1

/** One by one; column `order[c]` of b stands where column c of a does. */
function countPlain(a: BitMatrix, b: BitMatrix, order: Int32Array): number[] {
  return Array.from({ length: a.rows * b.rows }, (_, place) => {
    const [first, second] = [Math.floor(place / b.rows), place % b.rows]
    return order.reduce((sum, from, to) => sum + (hasBit(a, first, to) && hasBit(b, second, from) ? 1 : 0), 0)
  })
}

/** All three ways, in memory full of ones; the order only where a way takes one. */
function countFast(a: BitMatrix, b: BitMatrix, order: Int32Array) {
  let end = 65536
  const reserve = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / 64) * 64
    return at
  }
  const put = (values: Uint32Array | Int32Array): number => {
    const at = reserve(values.byteLength)
    new Uint8Array(memory.buffer).set(new Uint8Array(values.buffer, 0, values.byteLength), at)
    return at
  }
  new Uint8Array(memory.buffer, end).fill(0xff)
  const [rowBytes, columnBytes] = [a.words * 4, Math.ceil(b.rows / 128) * 16]
  const [bitsA, bitsB, orderAt] = [put(a.bits), put(b.bits), put(order)]
  const counts = reserve(a.rows * b.rows * 4)
  const [offsets, planes] = [reserve(rowBytes * 32 + 28), reserve(512)]
  const [starts, lists] = [reserve(rowBytes * 32 + 4), reserve(b.rows * b.columns * 4)]
  const columns = reserve((rowBytes * 8 + 1) * columnBytes)
  const read = (): number[] => [...new Int32Array(memory.buffer, counts, a.rows * b.rows)]
  const matrices = [bitsA, bitsB, counts, a.rows, b.rows, rowBytes / 8]
  kernels.overlaps(...matrices)
  const words = read()
  kernels.sparseOverlaps(...matrices, starts, lists)
  const byLists = read()
  kernels.transpose(bitsB, b.rows, rowBytes, columns, columnBytes)
  kernels.sumOverlaps(bitsA, columns, counts, a.rows, b.rows, rowBytes, columnBytes, orderAt, offsets, planes)
  return { words, lists: byLists, sums: read() }
}

const inOrder = (columns: number): Int32Array => Int32Array.from({ length: columns }, (_, column) => column)

// rows of a, rows of b, columns, share of ones
it.each([
  [0, 0, 8, 0.5],
  [1, 1, 1, 0],
  [1, 1, 1, 1],
  [2, 3, 7, 0.5],
  [5, 9, 128, 0.3],
  [4, 127, 129, 0.1],
  [3, 128, 130, 1],
  [3, 129, 257, 0.2],
  [2, 260, 700, 1],
])('%i rows with %i rows of %i columns, %f ones: three ways, one answer', (rowsA, rowsB, columns, density) => {
  const noise = createNoise(rowsA + rowsB + columns)
  const [a, b] = [drawMatrix(rowsA, columns, density, noise), drawMatrix(rowsB, columns, density, noise)]
  const expected = countPlain(a, b, inOrder(columns))
  expect(countFast(a, b, inOrder(columns))).toEqual({ words: expected, lists: expected, sums: expected })
})

it('sums take columns in any order', () => {
  const size = { rowsA: fc.nat(6), rowsB: fc.nat(140), columns: fc.integer({ min: 1, max: 150 }) }
  fc.assert(
    fc.property(
      fc.record({ ...size, density: fc.double({ min: 0, max: 1, noNaN: true }), seed: fc.nat() }),
      (drawn) => {
        const noise = createNoise(drawn.seed)
        const a = drawMatrix(drawn.rowsA, drawn.columns, drawn.density, noise)
        const b = drawMatrix(drawn.rowsB, drawn.columns, drawn.density, noise)
        const keys = Array.from({ length: drawn.columns }, noise)
        const order = inOrder(drawn.columns).toSorted((x, y) => (keys[x] ?? 0) - (keys[y] ?? 0))
        expect(countFast(a, b, order).sums).toEqual(countPlain(a, b, order))
      },
    ),
    { numRuns: 40 },
  )
})
