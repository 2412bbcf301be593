/** What a box and its whiskers show of a sample. */
export interface BoxSummary {
  n: number
  mean: number
  q1: number
  median: number
  q3: number
  /** The furthest values within 1.5 box lengths of the box (Tukey). */
  low: number
  high: number
  /** Values beyond the whiskers. */
  outliers: number[]
}

/** Null without values. Quartiles by linear interpolation (type 7, as numpy and R do). */
export function summariseBox(values: readonly number[]): BoxSummary | null {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  if (n === 0) return null
  const at = (share: number): number => {
    const place = share * (n - 1)
    const below = sorted[Math.floor(place)] ?? 0
    const above = sorted[Math.ceil(place)] ?? below
    return below + (above - below) * (place - Math.floor(place))
  }
  const [q1, median, q3] = [at(0.25), at(0.5), at(0.75)]
  const reach = 1.5 * (q3 - q1)
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach)
  return {
    n,
    mean: sorted.reduce((sum, value) => sum + value, 0) / n,
    q1,
    median,
    q3,
    low: inside[0] ?? q1,
    high: inside.at(-1) ?? q3,
    outliers: sorted.filter((value) => value < q1 - reach || value > q3 + reach),
  }
}
