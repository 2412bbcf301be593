// The two inner loops that nearly all of the time goes into. A tile is 6 × 8 float32, row-major, 192 bytes.
// 12 accumulators + 2 vectors of a panel + 1 broadcast value just fit the 15 vector registers that V8 gives a function.

/** Bytes of a tile. */
export const tileBytes: usize = 192

/**
 * tile[row][lane] = start[row][lane] + Σ over inputs of rows[row][input] · panel[input][lane]; `start` may be the tile
 * Each row is read in `segments` pieces of `segmentBytes` (a multiple of 16), `skipBytes` apart from one's end to the next's
 * start; the panel is read straight through, 8 values for each input.
 */
export function dotTile(
  start: usize,
  tile: usize,
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  r4: usize,
  r5: usize,
  panel: usize,
  segmentBytes: usize,
  segments: i32,
  skipBytes: usize,
): void {
  let c00 = v128.load(start, 0)
  let c01 = v128.load(start, 16)
  let c10 = v128.load(start, 32)
  let c11 = v128.load(start, 48)
  let c20 = v128.load(start, 64)
  let c21 = v128.load(start, 80)
  let c30 = v128.load(start, 96)
  let c31 = v128.load(start, 112)
  let c40 = v128.load(start, 128)
  let c41 = v128.load(start, 144)
  let c50 = v128.load(start, 160)
  let c51 = v128.load(start, 176)
  const panelStep = segmentBytes << 3
  for (let segment = 0; segment < segments; segment++) {
    const end = panel + panelStep
    do {
      let b0 = v128.load(panel, 0)
      let b1 = v128.load(panel, 16)
      let a = v128.load32_splat(r0, 0)
      c00 = f32x4.relaxed_madd(a, b0, c00)
      c01 = f32x4.relaxed_madd(a, b1, c01)
      a = v128.load32_splat(r1, 0)
      c10 = f32x4.relaxed_madd(a, b0, c10)
      c11 = f32x4.relaxed_madd(a, b1, c11)
      a = v128.load32_splat(r2, 0)
      c20 = f32x4.relaxed_madd(a, b0, c20)
      c21 = f32x4.relaxed_madd(a, b1, c21)
      a = v128.load32_splat(r3, 0)
      c30 = f32x4.relaxed_madd(a, b0, c30)
      c31 = f32x4.relaxed_madd(a, b1, c31)
      a = v128.load32_splat(r4, 0)
      c40 = f32x4.relaxed_madd(a, b0, c40)
      c41 = f32x4.relaxed_madd(a, b1, c41)
      a = v128.load32_splat(r5, 0)
      c50 = f32x4.relaxed_madd(a, b0, c50)
      c51 = f32x4.relaxed_madd(a, b1, c51)
      b0 = v128.load(panel, 32)
      b1 = v128.load(panel, 48)
      a = v128.load32_splat(r0, 4)
      c00 = f32x4.relaxed_madd(a, b0, c00)
      c01 = f32x4.relaxed_madd(a, b1, c01)
      a = v128.load32_splat(r1, 4)
      c10 = f32x4.relaxed_madd(a, b0, c10)
      c11 = f32x4.relaxed_madd(a, b1, c11)
      a = v128.load32_splat(r2, 4)
      c20 = f32x4.relaxed_madd(a, b0, c20)
      c21 = f32x4.relaxed_madd(a, b1, c21)
      a = v128.load32_splat(r3, 4)
      c30 = f32x4.relaxed_madd(a, b0, c30)
      c31 = f32x4.relaxed_madd(a, b1, c31)
      a = v128.load32_splat(r4, 4)
      c40 = f32x4.relaxed_madd(a, b0, c40)
      c41 = f32x4.relaxed_madd(a, b1, c41)
      a = v128.load32_splat(r5, 4)
      c50 = f32x4.relaxed_madd(a, b0, c50)
      c51 = f32x4.relaxed_madd(a, b1, c51)
      b0 = v128.load(panel, 64)
      b1 = v128.load(panel, 80)
      a = v128.load32_splat(r0, 8)
      c00 = f32x4.relaxed_madd(a, b0, c00)
      c01 = f32x4.relaxed_madd(a, b1, c01)
      a = v128.load32_splat(r1, 8)
      c10 = f32x4.relaxed_madd(a, b0, c10)
      c11 = f32x4.relaxed_madd(a, b1, c11)
      a = v128.load32_splat(r2, 8)
      c20 = f32x4.relaxed_madd(a, b0, c20)
      c21 = f32x4.relaxed_madd(a, b1, c21)
      a = v128.load32_splat(r3, 8)
      c30 = f32x4.relaxed_madd(a, b0, c30)
      c31 = f32x4.relaxed_madd(a, b1, c31)
      a = v128.load32_splat(r4, 8)
      c40 = f32x4.relaxed_madd(a, b0, c40)
      c41 = f32x4.relaxed_madd(a, b1, c41)
      a = v128.load32_splat(r5, 8)
      c50 = f32x4.relaxed_madd(a, b0, c50)
      c51 = f32x4.relaxed_madd(a, b1, c51)
      b0 = v128.load(panel, 96)
      b1 = v128.load(panel, 112)
      a = v128.load32_splat(r0, 12)
      c00 = f32x4.relaxed_madd(a, b0, c00)
      c01 = f32x4.relaxed_madd(a, b1, c01)
      a = v128.load32_splat(r1, 12)
      c10 = f32x4.relaxed_madd(a, b0, c10)
      c11 = f32x4.relaxed_madd(a, b1, c11)
      a = v128.load32_splat(r2, 12)
      c20 = f32x4.relaxed_madd(a, b0, c20)
      c21 = f32x4.relaxed_madd(a, b1, c21)
      a = v128.load32_splat(r3, 12)
      c30 = f32x4.relaxed_madd(a, b0, c30)
      c31 = f32x4.relaxed_madd(a, b1, c31)
      a = v128.load32_splat(r4, 12)
      c40 = f32x4.relaxed_madd(a, b0, c40)
      c41 = f32x4.relaxed_madd(a, b1, c41)
      a = v128.load32_splat(r5, 12)
      c50 = f32x4.relaxed_madd(a, b0, c50)
      c51 = f32x4.relaxed_madd(a, b1, c51)
      panel += 128
      r0 += 16
      r1 += 16
      r2 += 16
      r3 += 16
      r4 += 16
      r5 += 16
    } while (panel < end)
    r0 += skipBytes
    r1 += skipBytes
    r2 += skipBytes
    r3 += skipBytes
    r4 += skipBytes
    r5 += skipBytes
  }
  v128.store(tile, c01, 16)
  v128.store(tile, c00, 0)
  v128.store(tile, c11, 48)
  v128.store(tile, c10, 32)
  v128.store(tile, c21, 80)
  v128.store(tile, c20, 64)
  v128.store(tile, c31, 112)
  v128.store(tile, c30, 96)
  v128.store(tile, c41, 144)
  v128.store(tile, c40, 128)
  v128.store(tile, c51, 176)
  v128.store(tile, c50, 160)
}

/**
 * tile[row][lane] += Σ over positions of left[position][row] · right[position][lane]
 * Positions lie in `rows` rows of `columns`; a step and a row's end move the two sides by their own bytes.
 */
export function outerTile(
  tile: usize,
  left: usize,
  leftStep: usize,
  leftSkip: usize,
  right: usize,
  rightStep: usize,
  rightSkip: usize,
  rows: i32,
  columns: i32,
): void {
  let c00 = v128.load(tile, 0)
  let c01 = v128.load(tile, 16)
  let c10 = v128.load(tile, 32)
  let c11 = v128.load(tile, 48)
  let c20 = v128.load(tile, 64)
  let c21 = v128.load(tile, 80)
  let c30 = v128.load(tile, 96)
  let c31 = v128.load(tile, 112)
  let c40 = v128.load(tile, 128)
  let c41 = v128.load(tile, 144)
  let c50 = v128.load(tile, 160)
  let c51 = v128.load(tile, 176)
  for (let row = 0; row < rows; row++) {
    for (let column = columns; column > 0; column--) {
      const b0 = v128.load(right, 0)
      const b1 = v128.load(right, 16)
      let a = v128.load32_splat(left, 0)
      c00 = f32x4.relaxed_madd(a, b0, c00)
      c01 = f32x4.relaxed_madd(a, b1, c01)
      a = v128.load32_splat(left, 4)
      c10 = f32x4.relaxed_madd(a, b0, c10)
      c11 = f32x4.relaxed_madd(a, b1, c11)
      a = v128.load32_splat(left, 8)
      c20 = f32x4.relaxed_madd(a, b0, c20)
      c21 = f32x4.relaxed_madd(a, b1, c21)
      a = v128.load32_splat(left, 12)
      c30 = f32x4.relaxed_madd(a, b0, c30)
      c31 = f32x4.relaxed_madd(a, b1, c31)
      a = v128.load32_splat(left, 16)
      c40 = f32x4.relaxed_madd(a, b0, c40)
      c41 = f32x4.relaxed_madd(a, b1, c41)
      a = v128.load32_splat(left, 20)
      c50 = f32x4.relaxed_madd(a, b0, c50)
      c51 = f32x4.relaxed_madd(a, b1, c51)
      left += leftStep
      right += rightStep
    }
    left += leftSkip
    right += rightSkip
  }
  v128.store(tile, c01, 16)
  v128.store(tile, c00, 0)
  v128.store(tile, c11, 48)
  v128.store(tile, c10, 32)
  v128.store(tile, c21, 80)
  v128.store(tile, c20, 64)
  v128.store(tile, c31, 112)
  v128.store(tile, c30, 96)
  v128.store(tile, c41, 144)
  v128.store(tile, c40, 128)
  v128.store(tile, c51, 176)
  v128.store(tile, c50, 160)
}

/** Sets all 6 rows of a tile to the same 8 values. */
export function fillTile(tile: usize, low: v128, high: v128): void {
  for (let row = tile; row < tile + tileBytes; row += 32) {
    v128.store(row, high, 16)
    v128.store(row, low, 0)
  }
}
