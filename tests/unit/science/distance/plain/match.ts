import type { Metric } from '../../../../../src/shared/results.ts'
import { assign } from './assignment.ts'

/** A unit's kept inputs by sign. */
export interface PlainUnit {
  positive: Set<number>
  negative: Set<number>
}

const joint = (unit: PlainUnit): Set<number> => new Set([...unit.positive, ...unit.negative])

/** |G₁ △ G₂| / |G₁ ∪ G₂|; 0 where both are empty. */
function edit(a: Set<number>, b: Set<number>): number {
  const union = new Set([...a, ...b])
  const different = [...union].filter((input) => a.has(input) !== b.has(input))
  return union.size === 0 ? 0 : different.length / union.size
}

/** Block p of the result is block order[p]: an input of block b moves to the place of b in the order. */
function reordered(units: PlainUnit[], order: readonly number[], positions: number): PlainUnit[] {
  const places = order.map((_, block) => order.indexOf(block))
  const move = (inputs: Set<number>): Set<number> =>
    new Set([...inputs].map((input) => (places[Math.floor(input / positions)] ?? 0) * positions + (input % positions)))
  return units.map(({ positive, negative }) => ({ positive: move(positive), negative: move(negative) }))
}

/** One layer's units matched at least cost, as methods.md has it. */
export function matchPlain(
  metric: Metric,
  a: PlainUnit[],
  b: PlainUnit[],
  order: { blocks: readonly number[]; positions: number } | null,
  positiveWeight: number,
): { distance: number; assignment: number[] } {
  const moved = order ? reordered(b, order.blocks, order.positions) : b
  const joints = moved.map(joint)
  const costs = Float64Array.from(
    a.flatMap((first) =>
      moved.map((second, index) => {
        if (metric === 'nnstd') return edit(joint(first), joints[index] ?? new Set())
        const plus = edit(first.positive, second.positive)
        const minus = edit(first.negative, second.negative)
        return positiveWeight === 0.5 ? 0.5 * (plus + minus) : positiveWeight * plus + (1 - positiveWeight) * minus
      }),
    ),
  )
  const assignment = [...assign(costs, a.length)]
  const total = assignment.reduce((sum, column, row) => sum + (costs[row * a.length + column] ?? 0), 0)
  return { distance: a.length === 0 ? 0 : total / a.length, assignment }
}
