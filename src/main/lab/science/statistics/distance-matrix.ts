/** Distances of every pair of tickets: (ticket, ticket), symmetric, NaN where two tickets are not compared. */
export interface DistanceMatrix {
  size: number
  values: Float64Array
}

/** @param distance of tickets a and b, undefined where they are not compared */
export function buildDistanceMatrix(
  size: number,
  distance: (a: number, b: number) => number | undefined,
): DistanceMatrix {
  const values = new Float64Array(size * size).fill(NaN)
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const value = distance(a, b) ?? NaN
      values[a * size + b] = value
      values[b * size + a] = value
    }
  }
  return { size, values }
}

/**
 * Sums over pairs, each counted as often as the product of its tickets' weights. Pairs are those between `first` and
 * `second`, or within `first` when `second` is the same list; unmeasured ones do not count.
 * @param weights how often each ticket counts
 */
export function sumPairs(
  { size, values }: DistanceMatrix,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  weights: ArrayLike<number> | null,
): { count: number; sum: number; squares: number } {
  let count = 0
  let sum = 0
  let squares = 0
  const within = first === second
  for (let i = 0; i < first.length; i++) {
    const a = first[i] ?? 0
    const weightA = weights ? (weights[a] ?? 0) : 1
    if (weightA === 0) continue
    const row = a * size
    for (let j = within ? i + 1 : 0; j < second.length; j++) {
      const b = second[j] ?? 0
      const value = values[row + b] ?? NaN
      if (Number.isNaN(value)) continue
      const weight = weights ? weightA * (weights[b] ?? 0) : 1
      count += weight
      sum += weight * value
      squares += weight * value * value
    }
  }
  return { count, sum, squares }
}
