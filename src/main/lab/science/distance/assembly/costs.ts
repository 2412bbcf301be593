// Cost matrices, (row of a, row of b), float64, from overlaps and the rows' sizes, int32; two columns at a time.

// NED of two pairs of rows: (|a ∪ b| − |a ∩ b|) / |a ∪ b|, 0 where both are empty. All in the lower two lanes.
// @ts-ignore: decorator
@inline
function edits(sizeA: v128, sizeB: v128, shared: v128): v128 {
  const union = i32x4.sub(i32x4.add(sizeA, sizeB), shared)
  const different = f64x2.convert_low_i32x4_s(i32x4.sub(union, shared))
  const quotient = f64x2.div(different, f64x2.convert_low_i32x4_s(union))
  return v128.and(quotient, i64x2.extend_low_i32x4_s(i32x4.gt_s(union, i32x4.splat(0))))
}

/** Each row ends with a place that may be written and is overwritten, if `rowsB` is odd: keep 8 more bytes behind `costs`. */
export function editCosts(counts: usize, sizesA: usize, sizesB: usize, rowsA: i32, rowsB: i32, costs: usize): void {
  for (let i: i32 = 0; i < rowsA; i++) {
    const sizeA = v128.load32_splat(sizesA + ((<usize>i) << 2))
    for (let j: usize = 0; j < <usize>rowsB; j += 2) {
      const sizeB = v128.load64_zero(sizesB + (j << 2))
      v128.store(costs + (j << 3), edits(sizeA, sizeB, v128.load64_zero(counts + (j << 2))))
    }
    counts += (<usize>rowsB) << 2
    costs += (<usize>rowsB) << 3
  }
}

/**
 * NED±: the two halves weighted. Of equal weights it is ½ (p + n), not ½ p + ½ n: the reference's order of operations, on
 * which ties depend. As for `editCosts`, 8 more bytes.
 * @param plus of the positive connections @param minus of the negative ones: counts
 * @param sizesA (row) of the positive ones, then (row) of the negative ones; `sizesB` likewise
 */
export function signedCosts(
  plus: usize,
  minus: usize,
  sizesA: usize,
  sizesB: usize,
  rowsA: i32,
  rowsB: i32,
  weight: f64,
  costs: usize,
): void {
  const even = weight == 0.5
  const half = f64x2.splat(0.5)
  const positive = f64x2.splat(weight)
  const negative = f64x2.splat(1 - weight)
  const minusA = (<usize>rowsA) << 2
  const minusB = (<usize>rowsB) << 2
  for (let i: i32 = 0; i < rowsA; i++) {
    const plusSize = v128.load32_splat(sizesA + ((<usize>i) << 2))
    const minusSize = v128.load32_splat(sizesA + minusA + ((<usize>i) << 2))
    for (let j: usize = 0; j < <usize>rowsB; j += 2) {
      const at = sizesB + (j << 2)
      const p = edits(plusSize, v128.load64_zero(at), v128.load64_zero(plus + (j << 2)))
      const n = edits(minusSize, v128.load64_zero(at + minusB), v128.load64_zero(minus + (j << 2)))
      const cost = even
        ? f64x2.mul(half, f64x2.add(p, n))
        : f64x2.add(f64x2.mul(positive, p), f64x2.mul(negative, n))
      v128.store(costs + (j << 3), cost)
    }
    plus += (<usize>rowsB) << 2
    minus += (<usize>rowsB) << 2
    costs += (<usize>rowsB) << 3
  }
}
