export interface Measured {
  what: string
  /** Milliseconds. */
  times: readonly number[]
  limit: number
  /** Which of them must keep to the limit. */
  held: 'median' | 'p95'
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN
}

/** One line of a Markdown table; tells whether the limit is kept. */
export function report({ what, times, limit, held }: Measured): boolean {
  const [median, p95] = [percentile(times, 0.5), percentile(times, 0.95)]
  const isKept = (held === 'median' ? median : p95) <= limit
  const round = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0))
  const cells = [what, times.length, round(median), round(p95), `${limit} (${held})`, isKept ? 'kept' : 'MISSED']
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
  return isKept
}

export function reportHeading(): void {
  process.stdout.write('| milliseconds | n | median | p95 | limit | |\n|---|---|---|---|---|---|\n')
}
