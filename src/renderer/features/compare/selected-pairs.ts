import type { DistanceColumns } from '../../../shared/comparison.ts'
import { ticketName } from '../../../shared/charts/ticket-name.ts'
import type { Lit } from '../../stores/selected.ts'
import type { DataTable } from '../../../shared/tables/table.ts'

export interface SelectedPair {
  /** Place in the columns. */
  place: number
  ids: [string, string]
  name: string
  condition: string
  /** NNSTD and NNSTD± of the layer. */
  unsigned: number
  signed: number
}

/** Places of the lit pairs in the columns, nearest by NNSTD± first. */
export function sortPairs({ first, layers, values }: DistanceColumns, lit: Lit, layer: string): Uint32Array {
  const start = Math.max(0, layers.indexOf(layer)) * first.length
  const signed = values['nnstd-signed'].subarray(start, start + first.length)
  const places = new Uint32Array(lit.pairCount)
  let count = 0
  lit.pairs.forEach((flag, pair) => {
    if (flag === 1) places[count++] = pair
  })
  return places.sort((a, b) => (signed[a] ?? NaN) - (signed[b] ?? NaN))
}

export function describePairs(columns: DistanceColumns, places: Uint32Array, layer: string): SelectedPair[] {
  const { tickets, first, second, condition, conditions, layers, values } = columns
  const start = Math.max(0, layers.indexOf(layer)) * first.length
  return Array.from(places, (place): SelectedPair => {
    const [a, b] = [tickets[first[place] ?? 0], tickets[second[place] ?? 0]]
    return {
      place,
      ids: [a?.id ?? '', b?.id ?? ''],
      name: a && b ? `${ticketName(a)} – ${ticketName(b)}` : '',
      condition: conditions[condition[place] ?? 0] ?? '',
      unsigned: values.nnstd[start + place] ?? NaN,
      signed: values['nnstd-signed'][start + place] ?? NaN,
    }
  })
}

export function tabulatePairs(pairs: readonly SelectedPair[]): DataTable {
  return {
    columns: ['ticket a', 'ticket b', 'pair', 'condition', 'NNSTD', 'NNSTD±'],
    rows: pairs.map(({ ids, name, condition, unsigned, signed }) => [...ids, name, condition, unsigned, signed]),
  }
}
