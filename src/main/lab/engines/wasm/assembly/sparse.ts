// Fully connected layers that compute with their kept weights alone, for a whole batch: 32 images' values of one input lie side
// by side, so that a kept weight costs eight vectors of multiply-adds wherever its input is.
// Columns: (chunk of 32 images, input or unit, image in chunk). Entries, one for each kept weight: sorted by block of inputs,
// then unit, then input, and filled up to a multiple of 4 for each block and unit by entries of weight 0 and input 0.
// `offsets`: bytes of each entry's input in a chunk; `starts`: (block, unit), the first entry, and one more at the end.

import { linesOffset, scratch } from './scratch'

const columnBytes: usize = 128

/** Rows of a batch (image, input) into columns; images behind the batch become 0. @param inputs a multiple of 4 */
export function toColumns(rows: usize, rowBytes: usize, inputs: i32, batch: i32, columns: usize): void {
  const zero = f32x4.splat(0)
  for (let first: i32 = 0; first < batch; first += 32) {
    for (let input: i32 = 0; input < inputs; input += 4) {
      const from = rows + ((<usize>input) << 2)
      for (let image = first; image < first + 32; image += 4) {
        const a = image < batch ? v128.load(from + <usize>image * rowBytes) : zero
        const b = image + 1 < batch ? v128.load(from + <usize>(image + 1) * rowBytes) : zero
        const c = image + 2 < batch ? v128.load(from + <usize>(image + 2) * rowBytes) : zero
        const d = image + 3 < batch ? v128.load(from + <usize>(image + 3) * rowBytes) : zero
        transposeTo(columns + ((<usize>(image - first)) << 2), columnBytes, a, b, c, d)
      }
      columns += 4 * columnBytes
    }
  }
}

/**
 * Columns back into rows. With `gate`, rows of the same form, what is not positive there becomes 0; without, nothing below
 * `floor` is left.
 */
export function toRows(
  columns: usize,
  inputs: i32,
  batch: i32,
  gate: usize,
  floor: f32,
  rows: usize,
  rowBytes: usize,
): void {
  const lines = scratch + linesOffset
  for (let first: i32 = 0; first < batch; first += 32) {
    for (let input: i32 = 0; input < inputs; input += 4) {
      const at = (<usize>input) << 2
      for (let image = first; image < min(first + 32, batch); image += 4) {
        const from = columns + ((<usize>(image - first)) << 2)
        transposeTo(
          lines,
          16,
          v128.load(from),
          v128.load(from + columnBytes),
          v128.load(from + 2 * columnBytes),
          v128.load(from + 3 * columnBytes),
        )
        for (let line = image; line < min(image + 4, batch); line++) {
          const to = <usize>line * rowBytes + at
          const values = v128.load(lines + ((<usize>(line - image)) << 4))
          const kept = gate
            ? v128.and(values, f32x4.gt(v128.load(gate + to), f32x4.splat(0)))
            : f32x4.pmax(values, f32x4.splat(floor))
          v128.store(rows + to, kept)
        }
      }
      columns += 4 * columnBytes
    }
  }
}

// @ts-ignore: decorator
@inline
function transposeTo(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5))
  v128.store(to + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
  v128.store(to + 2 * step, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5))
  v128.store(to + 3 * step, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7))
}

/** One chunk's output columns: bias + Σ over a unit's kept inputs of input · weight. */
export function sparseForward(
  columns: usize,
  weights: usize,
  bias: usize,
  offsets: usize,
  starts: usize,
  blocks: i32,
  units: i32,
  output: usize,
): void {
  let row = starts
  for (let block: i32 = 0; block < blocks; block++) {
    let to = output
    for (let unit: i32 = 0; unit < units; unit++) {
        const start = v128.load32_splat(bias + ((<usize>unit) << 2))
        let c0 = block ? v128.load(to, 0) : start
        let c1 = block ? v128.load(to, 16) : start
        let c2 = block ? v128.load(to, 32) : start
        let c3 = block ? v128.load(to, 48) : start
        let c4 = block ? v128.load(to, 64) : start
        let c5 = block ? v128.load(to, 80) : start
        let c6 = block ? v128.load(to, 96) : start
        let c7 = block ? v128.load(to, 112) : start
        const end = (<usize>load<u32>(row, 4)) << 2
        for (let entry = (<usize>load<u32>(row)) << 2; entry < end; entry += 4) {
          const x = columns + load<u32>(offsets + entry)
          const w = v128.load32_splat(weights + entry)
          c0 = f32x4.relaxed_madd(w, v128.load(x, 0), c0)
          c1 = f32x4.relaxed_madd(w, v128.load(x, 16), c1)
          c2 = f32x4.relaxed_madd(w, v128.load(x, 32), c2)
          c3 = f32x4.relaxed_madd(w, v128.load(x, 48), c3)
          c4 = f32x4.relaxed_madd(w, v128.load(x, 64), c4)
          c5 = f32x4.relaxed_madd(w, v128.load(x, 80), c5)
          c6 = f32x4.relaxed_madd(w, v128.load(x, 96), c6)
          c7 = f32x4.relaxed_madd(w, v128.load(x, 112), c7)
        }
        v128.store(to, c0, 0)
        v128.store(to, c1, 16)
        v128.store(to, c2, 32)
        v128.store(to, c3, 48)
        v128.store(to, c4, 64)
        v128.store(to, c5, 80)
        v128.store(to, c6, 96)
        v128.store(to, c7, 112)
        to += columnBytes
        row += 4
      }
    }
}

/** Adds to one chunk's gradient of the input columns. @param gradient columns of the layer's output */
export function sparseInputGradient(
  weights: usize,
  offsets: usize,
  starts: usize,
  blocks: i32,
  units: i32,
  gradient: usize,
  below: usize,
): void {
  let row = starts
  for (let block: i32 = 0; block < blocks; block++) {
    let from = gradient
    for (let unit: i32 = 0; unit < units; unit++) {
      const g0 = v128.load(from, 0)
      const g1 = v128.load(from, 16)
      const g2 = v128.load(from, 32)
      const g3 = v128.load(from, 48)
      const g4 = v128.load(from, 64)
      const g5 = v128.load(from, 80)
      const g6 = v128.load(from, 96)
      const g7 = v128.load(from, 112)
      const end = (<usize>load<u32>(row, 4)) << 2
      for (let entry = (<usize>load<u32>(row)) << 2; entry < end; entry += 4) {
        const w = v128.load32_splat(weights + entry)
        const x = below + load<u32>(offsets + entry)
        v128.store(x, f32x4.relaxed_madd(w, g0, v128.load(x, 0)), 0)
        v128.store(x, f32x4.relaxed_madd(w, g1, v128.load(x, 16)), 16)
        v128.store(x, f32x4.relaxed_madd(w, g2, v128.load(x, 32)), 32)
        v128.store(x, f32x4.relaxed_madd(w, g3, v128.load(x, 48)), 48)
        v128.store(x, f32x4.relaxed_madd(w, g4, v128.load(x, 64)), 64)
        v128.store(x, f32x4.relaxed_madd(w, g5, v128.load(x, 80)), 80)
        v128.store(x, f32x4.relaxed_madd(w, g6, v128.load(x, 96)), 96)
        v128.store(x, f32x4.relaxed_madd(w, g7, v128.load(x, 112)), 112)
      }
      from += columnBytes
      row += 4
    }
  }
}

/**
 * Gradients of the weights and biases of the units `first` … `last` − 1, overwritten.
 * @param inputs of a chunk @param gradient columns of the layer's output
 */
export function sparseWeightGradient(
  columns: usize,
  inputs: i32,
  chunks: i32,
  offsets: usize,
  starts: usize,
  blocks: i32,
  units: i32,
  first: i32,
  last: i32,
  gradient: usize,
  weightGradient: usize,
  biasGradient: usize,
): void {
  for (let chunk: i32 = 0; chunk < chunks; chunk++) {
    const source = columns + <usize>chunk * <usize>inputs * columnBytes
    for (let block: i32 = 0; block < blocks; block++) {
      for (let unit = first; unit < last; unit++) {
        const from = gradient + <usize>(chunk * units + unit) * columnBytes
        const row = starts + ((<usize>(block * units + unit)) << 2)
        const end = (<usize>load<u32>(row, 4)) << 2
        for (let entry = (<usize>load<u32>(row)) << 2; entry < end; entry += 16) {
          const s0 = productSum(source + load<u32>(offsets + entry, 0), from)
          const s1 = productSum(source + load<u32>(offsets + entry, 4), from)
          const s2 = productSum(source + load<u32>(offsets + entry, 8), from)
          const s3 = productSum(source + load<u32>(offsets + entry, 12), from)
          const sums = sumLanes(s0, s1, s2, s3)
          const to = weightGradient + entry
          v128.store(to, chunk ? f32x4.add(v128.load(to), sums) : sums)
        }
        if (block == 0) {
          let sum = v128.load(from)
          for (let at: usize = 16; at < columnBytes; at += 16) sum = f32x4.add(sum, v128.load(from + at))
          const total = f32x4.extract_lane(sumLanes(sum, sum, sum, sum), 0)
          const to = biasGradient + ((<usize>unit) << 2)
          store<f32>(to, chunk ? load<f32>(to) + total : total)
        }
      }
    }
  }
}

// Lane by lane Σ over eight vectors of x · g.
// @ts-ignore: decorator
@inline
function productSum(x: usize, g: usize): v128 {
  let even = f32x4.mul(v128.load(x, 0), v128.load(g, 0))
  let odd = f32x4.mul(v128.load(x, 16), v128.load(g, 16))
  even = f32x4.relaxed_madd(v128.load(x, 32), v128.load(g, 32), even)
  odd = f32x4.relaxed_madd(v128.load(x, 48), v128.load(g, 48), odd)
  even = f32x4.relaxed_madd(v128.load(x, 64), v128.load(g, 64), even)
  odd = f32x4.relaxed_madd(v128.load(x, 80), v128.load(g, 80), odd)
  even = f32x4.relaxed_madd(v128.load(x, 96), v128.load(g, 96), even)
  odd = f32x4.relaxed_madd(v128.load(x, 112), v128.load(g, 112), odd)
  return f32x4.add(even, odd)
}

// The sums of four vectors' lanes as one vector.
// @ts-ignore: decorator
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}
