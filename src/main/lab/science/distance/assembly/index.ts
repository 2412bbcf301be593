// Overlaps of every row of one bit matrix with every row of another: AND and popcount, 128 bits at a time.

/**
 * counts[i][j] = |a_i ∩ b_j|, int32.
 * @param a (rowsA, vectors) @param b (rowsB, vectors), 16 bytes a vector @param counts (rowsA, rowsB)
 */
export function overlaps(a: usize, b: usize, counts: usize, rowsA: i32, rowsB: i32, vectors: i32): void {
  const rowBytes = <usize>vectors << 4
  for (let i = 0; i < rowsA; i++) {
    const rowA = a + <usize>i * rowBytes
    for (let j = 0; j < rowsB; j++) {
      store<i32>(counts, overlap(rowA, b + <usize>j * rowBytes, vectors))
      counts += 4
    }
  }
}

function overlap(a: usize, b: usize, vectors: i32): i32 {
  let total = i32x4.splat(0)
  let left = vectors
  while (left > 0) {
    // A byte lane holds at most 8 a vector, so 31 vectors fit before the lanes must be widened.
    const block = min(left, 31)
    let bytes = i8x16.splat(0)
    for (let step = 0; step < block; step++) {
      bytes = i8x16.add(bytes, i8x16.popcnt(v128.and(v128.load(a), v128.load(b))))
      a += 16
      b += 16
    }
    total = i32x4.add(total, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)))
    left -= block
  }
  return (
    i32x4.extract_lane(total, 0) +
    i32x4.extract_lane(total, 1) +
    i32x4.extract_lane(total, 2) +
    i32x4.extract_lane(total, 3)
  )
}
