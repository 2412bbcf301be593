import type { BitMatrix } from './bit-matrix.ts'

/** |a_i ∩ b_j| for every pair of rows of two matrices with the same columns: (row of a, row of b), int32. */
export interface OverlapKernel {
  overlaps(a: BitMatrix, b: BitMatrix): Int32Array
}

const pageBytes = 65536

/** The WebAssembly kernel. @param module compiled from science/distance/assembly */
export function openOverlapKernel(module: WebAssembly.Module): OverlapKernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })
  // The one place where the compiled module's exports get their types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { overlaps: kernel } = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } })
    .exports as { overlaps(...values: number[]): void }
  // The compiler puts nothing in memory: the kernel has no data of its own.
  return {
    overlaps(a, b) {
      const bytesA = a.bits.byteLength
      const bytesB = b.bits.byteLength
      const bytesCounts = a.rows * b.rows * 4
      const missing = bytesA + bytesB + bytesCounts + pageBytes - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
      const startA = pageBytes
      const startB = startA + bytesA
      const startCounts = startB + bytesB
      new Uint32Array(memory.buffer, startA, a.bits.length).set(a.bits)
      new Uint32Array(memory.buffer, startB, b.bits.length).set(b.bits)
      kernel(startA, startB, startCounts, a.rows, b.rows, a.words / 4)
      return new Int32Array(memory.buffer, startCounts, a.rows * b.rows)
    },
  }
}
