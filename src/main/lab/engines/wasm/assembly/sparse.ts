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
  for (let unit: i32 = 0; unit < units; unit++) {
    const start = v128.load32_splat(bias + ((<usize>unit) << 2))
    const to = output + <usize>unit * columnBytes
    for (let at = to; at < to + columnBytes; at += 16) v128.store(at, start)
  }
  let row = starts
  for (let block: i32 = 0; block < blocks; block++) {
    let to = output
    for (let unit: i32 = 0; unit < units; unit++) {
      let c0 = v128.load(to, 0)
      let c1 = v128.load(to, 16)
      let c2 = v128.load(to, 32)
      let c3 = v128.load(to, 48)
      let c4 = v128.load(to, 64)
      let c5 = v128.load(to, 80)
      let c6 = v128.load(to, 96)
      let c7 = v128.load(to, 112)
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
      v128.store(to, c1, 16)
      v128.store(to, c0, 0)
      v128.store(to, c3, 48)
      v128.store(to, c2, 32)
      v128.store(to, c5, 80)
      v128.store(to, c4, 64)
      v128.store(to, c7, 112)
      v128.store(to, c6, 96)
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
        const x0 = f32x4.relaxed_madd(w, g0, v128.load(x, 0))
        const x1 = f32x4.relaxed_madd(w, g1, v128.load(x, 16))
        v128.store(x, x1, 16)
        v128.store(x, x0, 0)
        const x2 = f32x4.relaxed_madd(w, g2, v128.load(x, 32))
        const x3 = f32x4.relaxed_madd(w, g3, v128.load(x, 48))
        v128.store(x, x3, 48)
        v128.store(x, x2, 32)
        const x4 = f32x4.relaxed_madd(w, g4, v128.load(x, 64))
        const x5 = f32x4.relaxed_madd(w, g5, v128.load(x, 80))
        v128.store(x, x5, 80)
        v128.store(x, x4, 64)
        const x6 = f32x4.relaxed_madd(w, g6, v128.load(x, 96))
        const x7 = f32x4.relaxed_madd(w, g7, v128.load(x, 112))
        v128.store(x, x7, 112)
        v128.store(x, x6, 96)
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
  const lines = scratch + linesOffset
  for (let chunk: i32 = 0; chunk < chunks; chunk++) {
    const source = columns + <usize>chunk * <usize>inputs * columnBytes
    for (let block: i32 = 0; block < blocks; block++) {
      for (let unit = first; unit < last; unit++) {
        const from = gradient + <usize>(chunk * units + unit) * columnBytes
        const g0 = v128.load(from, 0)
        const g1 = v128.load(from, 16)
        const g2 = v128.load(from, 32)
        const g3 = v128.load(from, 48)
        const g4 = v128.load(from, 64)
        const g5 = v128.load(from, 80)
        const g6 = v128.load(from, 96)
        const g7 = v128.load(from, 112)
        const row = starts + ((<usize>(block * units + unit)) << 2)
        const end = (<usize>load<u32>(row, 4)) << 2
        for (let entry = (<usize>load<u32>(row)) << 2; entry < end; entry += 16) {
          for (let line: usize = 0; line < 16; line += 4) {
            const x = source + load<u32>(offsets + entry + line)
            let even = f32x4.mul(v128.load(x, 0), g0)
            let odd = f32x4.mul(v128.load(x, 16), g1)
            even = f32x4.relaxed_madd(v128.load(x, 32), g2, even)
            odd = f32x4.relaxed_madd(v128.load(x, 48), g3, odd)
            even = f32x4.relaxed_madd(v128.load(x, 64), g4, even)
            odd = f32x4.relaxed_madd(v128.load(x, 80), g5, odd)
            even = f32x4.relaxed_madd(v128.load(x, 96), g6, even)
            odd = f32x4.relaxed_madd(v128.load(x, 112), g7, odd)
            // by way of memory, as V8 joins only what is stored side by side
            const sums = lines + (line << 3)
            v128.store(sums, odd, 16)
            v128.store(sums, even, 0)
          }
          const sums = sumLanes(
            f32x4.add(v128.load(lines, 0), v128.load(lines, 16)),
            f32x4.add(v128.load(lines, 32), v128.load(lines, 48)),
            f32x4.add(v128.load(lines, 64), v128.load(lines, 80)),
            f32x4.add(v128.load(lines, 96), v128.load(lines, 112)),
          )
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

// The sums of four vectors' lanes as one vector.
// @ts-ignore: decorator
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}
