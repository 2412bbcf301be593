import type { DistanceColumns } from '../../../shared/comparison.ts'
import type { TicketRecord } from '../store/tickets.ts'
import type { MeasuredStudy } from './measured-study.ts'

export function labelWithAccuracy({ id, kind, dataset, trial, round, accuracy }: TicketRecord) {
  return { id, kind, dataset, trial, round, accuracy }
}

/** The pairs of a study's conditions as columns, as Compare and the report show them. */
export function describeColumns({ tickets, conditions, layers, settings, values }: MeasuredStudy): DistanceColumns {
  const size = tickets.length
  const pairs = conditions.flatMap((condition, place) => condition.pairs.map(({ a, b }) => ({ a, b, place })))
  const column = (all: Float64Array): Float64Array => {
    const chosen = new Float64Array(layers.length * pairs.length)
    layers.forEach((_, layer) => {
      pairs.forEach(
        ({ a, b }, pair) => (chosen[layer * pairs.length + pair] = all[(layer * size + a) * size + b] ?? NaN),
      )
    })
    return chosen
  }
  return {
    ...settings,
    tickets: tickets.map(labelWithAccuracy),
    conditions: conditions.map(({ name }) => name),
    layers,
    first: Uint32Array.from(pairs, ({ a }) => a),
    second: Uint32Array.from(pairs, ({ b }) => b),
    condition: Uint16Array.from(pairs, ({ place }) => place),
    values: { nnstd: column(values.nnstd), 'nnstd-signed': column(values['nnstd-signed']) },
  }
}
