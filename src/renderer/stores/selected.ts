import type { DistanceColumns } from '../../shared/comparison.ts'

/** What a person selected, by name. */
export interface Selection {
  /** Ids. */
  tickets: ReadonlySet<string>
  /** `pairKey`s. */
  pairs: ReadonlySet<string>
  conditions: ReadonlySet<string>
}

export const emptySelection: Selection = { tickets: new Set(), pairs: new Set(), conditions: new Set() }

/** A pair's name, the same whichever ticket comes first. */
export function pairKey(first: string, second: string): string {
  return first < second ? `${first} ${second}` : `${second} ${first}`
}

/** The places of both tickets of each pair in a list; −1 for one that is not there. */
export function placesOfPairs(pairs: ReadonlySet<string>, tickets: readonly { id: string }[]): [number, number][] {
  if (pairs.size === 0) return []
  const places = new Map(tickets.map(({ id }, place) => [id, place]))
  return Array.from(pairs, (key) => {
    const [first = '', second = ''] = key.split(' ')
    return [places.get(first) ?? -1, places.get(second) ?? -1]
  })
}

/** The chosen members; with `adds` besides those before, where choosing a selected one again takes it away. */
export function toggle(
  before: ReadonlySet<string>,
  chosen: ReadonlySet<string> | undefined,
  adds: boolean,
): ReadonlySet<string> {
  if (!adds) return chosen ?? new Set()
  const next = new Set(before)
  const isAllThere = chosen !== undefined && [...chosen].every((name) => before.has(name))
  for (const name of chosen ?? []) {
    if (isAllThere) next.delete(name)
    else next.add(name)
  }
  return next
}

/** What a selection lights up, in columns' order; 0 or 1. */
export interface Lit {
  /** (pair) */
  pairs: Uint8Array
  pairCount: number
  /** (ticket) */
  tickets: Uint8Array
}

/**
 * A pair is lit when it is selected, when its condition is, when it has the only selected ticket, or when both of its
 * tickets are among the selected ones. A ticket is lit when it is selected, or stands in a pair or condition that is.
 */
export function light(
  { tickets, pairs, conditions }: Selection,
  columns: Pick<DistanceColumns, 'tickets' | 'conditions' | 'first' | 'second' | 'condition'>,
): Lit {
  const chosen = columns.tickets.map(({ id }) => tickets.has(id))
  const size = columns.tickets.length
  const selected = placesOfPairs(pairs, columns.tickets)
  // By number: a text for each of tens of thousands of pairs would take long.
  const named = new Set(selected.flatMap(([a, b]) => [a * size + b, b * size + a]))
  const needed = tickets.size === 1 ? 1 : 2
  const isChosen = columns.conditions.map((name) => conditions.has(name))
  const lit: Lit = {
    pairs: new Uint8Array(columns.first.length),
    pairCount: 0,
    tickets: Uint8Array.from(chosen, Number),
  }
  for (let pair = 0; pair < columns.first.length; pair++) {
    const a = columns.first[pair] ?? 0
    const b = columns.second[pair] ?? 0
    const isNamed = isChosen[columns.condition[pair] ?? 0] === true || (named.size > 0 && named.has(a * size + b))
    const ends = Number(chosen[a] ?? false) + Number(chosen[b] ?? false)
    if (!isNamed && !(tickets.size > 0 && ends >= needed)) continue
    lit.pairs[pair] = 1
    lit.pairCount++
    if (!isNamed) continue
    lit.tickets[a] = 1
    lit.tickets[b] = 1
  }
  // A pair may belong to no condition: a winning ticket and another dataset's random one.
  for (const ticket of selected.flat()) if (ticket >= 0) lit.tickets[ticket] = 1
  return lit
}
