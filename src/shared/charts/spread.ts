/** How the values of a group are spread: for a box, and for a violin. */
export interface Spread {
  n: number
  mean: number
  median: number
  lower: number
  upper: number
  /** The furthest values within 1.5 interquartile ranges of the quartiles (Tukey). */
  whiskers: [number, number]
  /** Values beyond the whiskers. */
  outliers: Float64Array
  /** A Gaussian kernel density on an even grid, its peak 1. */
  density: { at: Float64Array; share: Float64Array }
}

const gridSize = 64

/** Null for no values. */
export function describeSpread(values: Float64Array): Spread | null {
  if (values.length === 0) return null
  const sorted = values.toSorted()
  const lower = quantile(sorted, 0.25)
  const upper = quantile(sorted, 0.75)
  const reach = 1.5 * (upper - lower)
  const inside = sorted.filter((value) => value >= lower - reach && value <= upper + reach)
  return {
    n: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    median: quantile(sorted, 0.5),
    lower,
    upper,
    whiskers: [inside[0] ?? lower, inside.at(-1) ?? upper],
    outliers: sorted.filter((value) => value < lower - reach || value > upper + reach),
    density: estimateDensity(sorted, upper - lower),
  }
}

/** By linear interpolation (type 7, as numpy and R do). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place))
}

/** Silverman's rule of thumb for the bandwidth; values are first counted in the grid's bins, so that many cost little. */
function estimateDensity(sorted: Float64Array, interquartile: number): Spread['density'] {
  const n = sorted.length
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1))
  const scale = interquartile > 0 ? Math.min(deviation, interquartile / 1.34) : deviation
  const bandwidth = Math.max(0.9 * scale * n ** -0.2, 1e-6)
  const first = (sorted[0] ?? 0) - 2 * bandwidth
  const step = ((sorted.at(-1) ?? 0) + 2 * bandwidth - first) / (gridSize - 1)
  const counts = new Float64Array(gridSize)
  for (const value of sorted) {
    const bin = Math.round((value - first) / step)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const at = Float64Array.from({ length: gridSize }, (_, point) => first + point * step)
  const share = at.map((_, point) =>
    counts.reduce((sum, count, bin) => sum + count * Math.exp(-0.5 * (((point - bin) * step) / bandwidth) ** 2), 0),
  )
  const peak = Math.max(...share)
  return { at, share: share.map((height) => height / peak) }
}

/** The density at a value, 0…1, between the grid's points. */
export function densityAt({ at, share }: Spread['density'], value: number): number {
  const step = (at[1] ?? 1) - (at[0] ?? 0)
  const place = (value - (at[0] ?? 0)) / step
  const before = Math.floor(place)
  const left = share[before] ?? 0
  return left + ((share[before + 1] ?? 0) - left) * (place - before)
}
