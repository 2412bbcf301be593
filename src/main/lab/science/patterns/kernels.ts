/** A 3×3 kernel as `+`, `-`, `.` row by row. */
function drawKernel(signs: Int8Array, start: number): string {
  let drawn = ''
  for (let place = start; place < start + 9; place++) {
    const sign = signs[place] ?? 0
    drawn += sign > 0 ? '+' : sign < 0 ? '-' : '.'
  }
  return drawn
}

function keptIn(pattern: string): number {
  return pattern.length - pattern.split('.').length + 1
}

/** Each signed pattern with how often it occurs. */
export function countPatterns(tickets: readonly Int8Array[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const signs of tickets) {
    for (let start = 0; start < signs.length; start += 9) {
      const pattern = drawKernel(signs, start)
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
    }
  }
  return counts
}

/** Kernels with 0 … 9 kept weights (table A.3). */
export function countKernels(tickets: readonly Int8Array[]): number[] {
  const kernels = new Array<number>(10).fill(0)
  for (const [pattern, count] of countPatterns(tickets))
    kernels[keptIn(pattern)] = (kernels[keptIn(pattern)] ?? 0) + count
  return kernels
}

/** The nine most frequent patterns of exactly 2 … 7 kept weights, by count, then in ASCII order (figs. 5, 6, A.5–A.8). */
export function findFrequentPatterns(
  tickets: readonly Int8Array[],
): Record<string, { pattern: string; count: number }[]> {
  const all = [...countPatterns(tickets)].map(([pattern, count]) => ({ pattern, count }))
  all.sort((a, b) => b.count - a.count || (a.pattern < b.pattern ? -1 : 1))
  return Object.fromEntries(
    [2, 3, 4, 5, 6, 7].map((kept) => [String(kept), all.filter(({ pattern }) => keptIn(pattern) === kept).slice(0, 9)]),
  )
}
