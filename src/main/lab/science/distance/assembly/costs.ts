// Cost matrices, (row of a, row of b), float64, from overlaps and the rows' sizes, int32.

// NED: (|a ∪ b| − |a ∩ b|) / |a ∪ b|, 0 where both are empty.
// @ts-ignore: decorator
@inline
function edit(sizeA: i32, sizeB: i32, shared: i32): f64 {
  const union = sizeA + sizeB - shared
  return union > 0 ? <f64>(union - shared) / <f64>union : 0
}

export function editCosts(counts: usize, sizesA: usize, sizesB: usize, rowsA: i32, rowsB: i32, costs: usize): void {
  for (let i: i32 = 0; i < rowsA; i++) {
    const sizeA = load<i32>(sizesA + ((<usize>i) << 2))
    for (let j: i32 = 0; j < rowsB; j++) {
      store<f64>(costs, edit(sizeA, load<i32>(sizesB + ((<usize>j) << 2)), load<i32>(counts)))
      counts += 4
      costs += 8
    }
  }
}

/**
 * NED±: the two halves weighted. Of equal weights it is ½ (p + n), not ½ p + ½ n: the reference's order of operations, on
 * which ties depend.
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
  const half = weight == 0.5
  const minusA = (<usize>rowsA) << 2
  const minusB = (<usize>rowsB) << 2
  for (let i: i32 = 0; i < rowsA; i++) {
    const plusSize = load<i32>(sizesA + ((<usize>i) << 2))
    const minusSize = load<i32>(sizesA + minusA + ((<usize>i) << 2))
    for (let j: i32 = 0; j < rowsB; j++) {
      const at = sizesB + ((<usize>j) << 2)
      const p = edit(plusSize, load<i32>(at), load<i32>(plus))
      const n = edit(minusSize, load<i32>(at + minusB), load<i32>(minus))
      store<f64>(costs, half ? 0.5 * (p + n) : weight * p + (1 - weight) * n)
      plus += 4
      minus += 4
      costs += 8
    }
  }
}
