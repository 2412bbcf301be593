import type { DistanceColumns } from '../../../shared/comparison.ts'
import { placesOfPairs, type Lit, type Selection } from '../../stores/selected.ts'

/** Whether two tickets (places in `columns.tickets`) are a lit pair, also one that belongs to no condition. */
export function litPairs(
  columns: DistanceColumns,
  lit: Lit,
  { tickets, pairs }: Selection,
): (a: number, b: number) => boolean {
  const size = columns.tickets.length
  const isLit = new Uint8Array(size * size)
  const enter = (a: number, b: number): void => {
    isLit[a * size + b] = 1
    isLit[b * size + a] = 1
  }
  lit.pairs.forEach((flag, pair) => flag === 1 && enter(columns.first[pair] ?? 0, columns.second[pair] ?? 0))
  // A pair that belongs to no condition has a cell all the same.
  for (const [a, b] of placesOfPairs(pairs, columns.tickets)) if (a >= 0 && b >= 0) enter(a, b)
  const needed = tickets.size === 1 ? 1 : 2
  const chosen = columns.tickets.map(({ id }) => Number(tickets.has(id)))
  return (a, b) => {
    if (isLit[a * size + b] === 1) return true
    return tickets.size > 0 && (chosen[a] ?? 0) + (chosen[b] ?? 0) >= needed
  }
}

/** The tickets of a pair in the order in which they were compared: a condition's order, else the list's. */
export function comparedOrder(columns: DistanceColumns, a: number, b: number): [string, string] {
  const id = (place: number): string => columns.tickets[place]?.id ?? ''
  const isTurned = columns.first.some((first, pair) => first === b && columns.second[pair] === a)
  const isGiven = !isTurned && (a < b || columns.first.some((first, pair) => first === a && columns.second[pair] === b))
  return isGiven ? [id(a), id(b)] : [id(b), id(a)]
}
