export interface Description {
  n: number
  mean: number | null
  /** n − 1 in the denominator. */
  sd: number | null
}

/** Mean and standard deviation; null where undefined. */
export function describe(values: ArrayLike<number>): Description {
  const n = values.length
  if (n === 0) return { n, mean: null, sd: null }
  const first = values[0] ?? 0
  // Deviations from the first value: a constant group has a variance of exactly zero.
  let shift = 0
  for (let index = 0; index < n; index++) shift += (values[index] ?? 0) - first
  shift /= n
  let squares = 0
  for (let index = 0; index < n; index++) squares += ((values[index] ?? 0) - first - shift) ** 2
  return { n, mean: first + shift, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)) }
}
