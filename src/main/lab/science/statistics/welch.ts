import betainc from '@stdlib/math-base-special-betainc'
import type { Description } from './describe.ts'

export interface WelchTest {
  t: number | null
  df: number | null
  /** Two-sided. */
  p: number | null
}

/** Welch's t test of two groups of unequal variance; null where undefined (fewer than two values, no variance at all). */
export function testWelch(group: Description, control: Description): WelchTest {
  const none: WelchTest = { t: null, df: null, p: null }
  if (group.mean === null || control.mean === null || group.sd === null || control.sd === null) return none
  const a = group.sd ** 2 / group.n
  const b = control.sd ** 2 / control.n
  if (a + b === 0) return none
  const t = (group.mean - control.mean) / Math.sqrt(a + b)
  const df = (a + b) ** 2 / (a ** 2 / (group.n - 1) + b ** 2 / (control.n - 1))
  // P(|T| ≥ |t|) = I(df / (df + t²); df / 2, 1 / 2), the regularised incomplete beta function: accurate far in the tails.
  return { t, df, p: betainc(df / (df + t * t), df / 2, 0.5) }
}

/** Cohen's d with the pooled standard deviation (the paper, section 5); null where undefined. */
export function cohensD(group: Description, control: Description): number | null {
  if (group.mean === null || control.mean === null || group.sd === null || control.sd === null) return null
  const squares = (group.n - 1) * group.sd ** 2 + (control.n - 1) * control.sd ** 2
  const pooled = Math.sqrt(squares / (group.n + control.n - 2))
  return pooled === 0 ? null : (group.mean - control.mean) / pooled
}

/** The paper's words for an effect size. */
export function effectLabel(d: number | null): string | null {
  if (d === null) return null
  const size = Math.abs(d)
  if (size < 0.2) return 'negligible'
  if (size < 0.5) return 'small'
  if (size < 0.8) return 'medium'
  if (size < 1.2) return 'large'
  return size < 2 ? 'very large' : 'huge'
}

/** Holm's step-down correction; null stays null and does not count. */
export function correctHolm(values: readonly (number | null)[]): (number | null)[] {
  const order = [...values.keys()]
    .filter((index) => values[index] !== null)
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const adjusted: (number | null)[] = values.map(() => null)
  let highest = 0
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (order.length - rank) * (values[index] ?? 0)))
    adjusted[index] = highest
  })
  return adjusted
}
