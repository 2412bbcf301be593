import type { PatternGroup } from '../../../../shared/results.ts'

/** The 12 pairs of positions of a 3×3 kernel that share an edge, positions row by row. */
const edges = [
  [0, 1],
  [1, 2],
  [3, 4],
  [4, 5],
  [6, 7],
  [7, 8],
  [0, 3],
  [3, 6],
  [1, 4],
  [4, 7],
  [2, 5],
  [5, 8],
] as const

/** Calls back with the first place of every 3×3 kernel. */
function eachKernel(tickets: readonly Int8Array[], use: (signs: Int8Array, start: number) => void): void {
  for (const signs of tickets) for (let start = 0; start < signs.length; start += 9) use(signs, start)
}

/**
 * For each reference position: in how many kernels with a positive weight there each other position is positive too
 * (fig. 3), or negative (fig. 4).
 */
export function countTogether(
  tickets: readonly Int8Array[],
): Pick<PatternGroup, 'positiveGivenPositive' | 'negativeGivenPositive'> {
  const table = (): number[][] => Array.from({ length: 9 }, () => new Array<number>(9).fill(0))
  const positiveGivenPositive = table()
  const negativeGivenPositive = table()
  eachKernel(tickets, (signs, start) => {
    for (let reference = 0; reference < 9; reference++) {
      if ((signs[start + reference] ?? 0) <= 0) continue
      for (let position = 0; position < 9; position++) {
        const sign = signs[start + position] ?? 0
        const row = sign > 0 ? positiveGivenPositive[reference] : negativeGivenPositive[reference]
        if (row && sign !== 0) row[position] = (row[position] ?? 0) + 1
      }
    }
  })
  return { positiveGivenPositive, negativeGivenPositive }
}

/** Among kernels with at least two weights of a sign: the pairs of such weights, and those that touch by an edge. */
export function countNeighbours(
  tickets: readonly Int8Array[],
  sign: 1 | -1,
): { pairs: number; neighbouring: number; percent: number | null } {
  let pairs = 0
  let neighbouring = 0
  eachKernel(tickets, (signs, start) => {
    let count = 0
    for (let position = 0; position < 9; position++) if (signs[start + position] === sign) count++
    pairs += (count * (count - 1)) / 2
    for (const [a, b] of edges) if (signs[start + a] === sign && signs[start + b] === sign) neighbouring++
  })
  return { pairs, neighbouring, percent: pairs === 0 ? null : (100 * neighbouring) / pairs }
}
