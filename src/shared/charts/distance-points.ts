import type { DistanceColumns } from '../comparison.ts'
import type { Metric } from '../results.ts'
import { placeConditions, type ConditionSlots } from './conditions.ts'
import { densityAt, describeSpread, type Spread } from './spread.ts'

export type SpreadShape = 'violin' | 'box'

/** The pairs of one metric and layer as points, and how each condition's are spread. */
export interface DistancePoints {
  slots: ConditionSlots
  /** (pair): place on the axes. */
  xs: Float64Array
  ys: Float64Array
  /** (condition) */
  spreads: (Spread | null)[]
  /** (condition): first pair, one past the last. Pairs stand in the order of the conditions. */
  ranges: [number, number][]
}

/** Half of a violin's or box's greatest width, in widths of a condition. */
export const halfWidth = 0.4

/** Spreads points sideways under the violin's outline, or in the box's width: a pair stands at the same place every time. */
export function placePoints(
  columns: Pick<DistanceColumns, 'conditions' | 'layers' | 'condition' | 'values'>,
  metric: Metric,
  layer: string,
  shape: SpreadShape,
): DistancePoints {
  const { conditions, condition, layers, values } = columns
  const pairs = condition.length
  const start = Math.max(0, layers.indexOf(layer)) * pairs
  const ys = values[metric].slice(start, start + pairs)
  const xs = new Float64Array(pairs)
  const slots = placeConditions(conditions)
  const ranges = conditions.map((_, place): [number, number] => {
    const first = condition.indexOf(place)
    return first === -1 ? [0, 0] : [first, condition.lastIndexOf(place) + 1]
  })
  const spreads = ranges.map(([first, end]) => describeSpread(ys.slice(first, end)))
  ranges.forEach(([first, end], place) => {
    const spread = spreads[place]
    for (let pair = first; pair < end; pair++) {
      const room = shape === 'violin' && spread ? densityAt(spread.density, ys[pair] ?? 0) : 0.7
      xs[pair] = (slots.at[place] ?? 0) + halfWidth * room * 0.92 * jitter(pair - first)
    }
  })
  return { slots, xs, ys, spreads, ranges }
}

/** −1…1, evenly filled by multiples of the golden ratio. */
function jitter(index: number): number {
  return (((index + 1) * 0.618_033_988_749_895) % 1) * 2 - 1
}
