import type { TicketKind } from '../../../shared/results.ts'
import { drawOrder, type RandomStream } from './streams.ts'

/** What decides which conditions a ticket belongs to. Dataset and trial together name its initial weights θ₀. */
export interface ConditionTicket {
  kind: TicketKind
  dataset: string
  trial: number
}

/** Indices into the list of tickets; `a` is the first network of the comparison. */
export interface TicketPair {
  a: number
  b: number
}

export interface Condition {
  /** `winning A`, `mixed A`, `random` (the control), `between A B`. */
  name: string
  pairs: TicketPair[]
}

/** The control that every other condition is compared with. */
export const controlCondition = 'random'

/**
 * The paper's conditions (section 5) over any number of datasets. Two tickets with the same θ₀ are never paired;
 * `random` pairs random tickets of different trials, of any datasets.
 * @param limit all pairs, or this many of each condition
 * @param stream the stream that a condition's sample is drawn from
 */
export function pairTickets(
  tickets: readonly ConditionTicket[],
  datasets: readonly string[],
  limit: 'all' | number,
  stream: (condition: string) => RandomStream,
): Condition[] {
  const indices = (kind: TicketKind, dataset?: string): number[] =>
    [...tickets.keys()].filter(
      (index) => tickets[index]?.kind === kind && (dataset === undefined || tickets[index].dataset === dataset),
    )
  const sameStart = (a: number, b: number): boolean =>
    tickets[a]?.dataset === tickets[b]?.dataset && tickets[a]?.trial === tickets[b]?.trial
  const within = (list: readonly number[]): TicketPair[] =>
    list.flatMap((a, place) => list.slice(place + 1).map((b) => ({ a, b })))
  const across = (first: readonly number[], second: readonly number[]): TicketPair[] =>
    first.flatMap((a) => second.map((b) => ({ a, b })))

  const all: Condition[] = [
    ...datasets.map((name) => ({ name: `winning ${name}`, pairs: within(indices('winning', name)) })),
    ...datasets.map((name) => ({
      name: `mixed ${name}`,
      pairs: across(indices('winning', name), indices('random', name)),
    })),
    { name: controlCondition, pairs: within(indices('random')) },
    ...datasets.flatMap((first, place) =>
      datasets.slice(place + 1).map((second) => ({
        name: `between ${first} ${second}`,
        pairs: across(indices('winning', first), indices('winning', second)),
      })),
    ),
  ]
  return all.map(({ name, pairs }) => ({
    name,
    pairs: sample(
      pairs.filter(({ a, b }) => !sameStart(a, b)),
      limit,
      () => stream(name),
    ),
  }))
}

function sample(pairs: TicketPair[], limit: 'all' | number, stream: () => RandomStream): TicketPair[] {
  if (limit === 'all' || pairs.length <= limit) return pairs
  const chosen = new Set(drawOrder(pairs.length, stream()).subarray(0, limit))
  return pairs.filter((_, index) => chosen.has(index))
}
