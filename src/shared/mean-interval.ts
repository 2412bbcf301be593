/** A mean over independent trials. */
export interface TrialMean {
  mean: number
  /** 95 % confidence interval by Student's t with n − 1 degrees of freedom; null for a single trial. */
  interval: [number, number] | null
  /** Trials, n. */
  n: number
}

/** Mean and its 95 % t interval, mean ± t(0.975; n − 1) · SD / √n; null for no values. */
export function meanOfTrials(values: readonly number[]): TrialMean | null {
  const n = values.length
  if (n === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { mean, interval: null, n }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const half = tQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n)
  return { mean, interval: [mean - half, mean + half], n }
}

const quantiles = new Map<number, number>()

/** The t that |T| stays below with probability 0.95, for a whole number of degrees of freedom, by halving an interval. */
export function tQuantile(degrees: number): number {
  const known = quantiles.get(degrees)
  if (known !== undefined) return known
  let low = 0
  let high = Math.PI / 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (probabilityWithin(middle, degrees) < 0.95) low = middle
    else high = middle
  }
  const quantile = Math.sqrt(degrees) * Math.tan((low + high) / 2)
  quantiles.set(degrees, quantile)
  return quantile
}

/**
 * P(|T| < √degrees · tan(angle)), the finite series for whole degrees of freedom.
 * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4.
 */
function probabilityWithin(angle: number, degrees: number): number {
  const sine = Math.sin(angle)
  const cosine = Math.cos(angle)
  const isOdd = degrees % 2 === 1
  let term = isOdd ? cosine : 1
  let sum = degrees === 1 ? 0 : term
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= ((power - 1) / power) * cosine ** 2
    sum += term
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum
}
