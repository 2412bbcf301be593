import type { PatternGroup } from '../../../../shared/results.ts'

/** Signed patterns of a 3×3 kernel. */
export const patternCount = 3 ** 9

const signs = ['+', '-', '.'] as const

/**
 * A kernel's pattern as a number 0 … 3⁹ − 1: its places row by row are digits to base 3, `+` 0, `-` 1 and `.` 2, so that
 * numbers are ordered as the patterns' texts are.
 * @param start its first place in `all`
 */
export function numberKernel(all: Int8Array, start: number): number {
  let number = 0
  for (let place = start; place < start + 9; place++) {
    const sign = all[place] ?? 0
    number = 3 * number + (sign > 0 ? 0 : sign < 0 ? 1 : 2)
  }
  return number
}

/** The number of a pattern of `+`, `-`, `.` row by row. */
export function numberPattern(pattern: string): number {
  let number = 0
  for (const sign of pattern) number = 3 * number + (sign === '+' ? 0 : sign === '-' ? 1 : 2)
  return number
}

/** A pattern as `+`, `-`, `.` row by row, of its number. */
function drawPattern(number: number): string {
  let drawn = ''
  for (let rest = number, place = 0; place < 9; place++, rest = Math.floor(rest / 3))
    drawn = `${signs[rest % 3]}${drawn}`
  return drawn
}

function keptIn(number: number): number {
  let kept = 0
  for (let rest = number, place = 0; place < 9; place++, rest = Math.floor(rest / 3)) if (rest % 3 !== 2) kept++
  return kept
}

/** How often each signed pattern occurs: (number of the pattern). */
function countPatterns(tickets: readonly Int8Array[]): Uint32Array {
  const counts = new Uint32Array(patternCount)
  for (const ticket of tickets) {
    for (let start = 0; start < ticket.length; start += 9) {
      const number = numberKernel(ticket, start)
      counts[number] = (counts[number] ?? 0) + 1
    }
  }
  return counts
}

/**
 * Kernels with 0 … 9 kept weights (table A.3), and the nine most frequent patterns of exactly 2 … 7 kept weights, by count,
 * then in ASCII order (figs. 5, 6, A.5–A.8).
 */
export function rankPatterns(
  tickets: readonly Int8Array[],
): Pick<PatternGroup, 'kernelsByKeptWeights' | 'frequentPatterns'> {
  const kernelsByKeptWeights = new Array<number>(10).fill(0)
  const found = Array.from({ length: 10 }, (): { number: number; count: number }[] => [])
  countPatterns(tickets).forEach((count, number) => {
    if (count === 0) return
    const kept = keptIn(number)
    kernelsByKeptWeights[kept] = (kernelsByKeptWeights[kept] ?? 0) + count
    found[kept]?.push({ number, count })
  })
  const frequentPatterns = [2, 3, 4, 5, 6, 7].map((kept) => {
    const ranked = (found[kept] ?? []).toSorted((a, b) => b.count - a.count || a.number - b.number)
    return [String(kept), ranked.slice(0, 9).map(({ number, count }) => ({ pattern: drawPattern(number), count }))]
  })
  return { kernelsByKeptWeights, frequentPatterns: Object.fromEntries(frequentPatterns) }
}
