import { LabError } from '../../../shared/errors.ts'
import type { LayerPlan } from '../science/networks.ts'
import type { ConvolutionShape } from '../science/patterns/index.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import type { StudyPlan } from './plan.ts'
import type { TicketContent } from './ticket-content.ts'
import { readTicket } from './tickets.ts'

/** A convolution of a study's network. */
export interface Convolution extends ConvolutionShape {
  /** Place among the prunable layers. */
  place: number
  layer: LayerPlan
}

/** @throws LabError `usage` when the network has no convolution of that name */
export function findConvolution(plan: StudyPlan, name: string): Convolution {
  const { layers } = plan.network
  const place = layers.findIndex((layer) => layer.name === name)
  const layer = layers[place]
  if (layer?.kind !== 'conv') {
    const names = layers.filter(({ kind }) => kind === 'conv').map((other) => other.name)
    throw new LabError('usage', `no convolution "${name}"; the study has ${names.join(', ') || 'none'}`)
  }
  return { place, layer, filters: layer.units, channels: layer.fanIn / 9 }
}

/** Signs of a ticket's initial weights in a convolution: (filter, channel, row, col), −1, 0 (pruned) or 1. */
export function readKernelSigns(store: Store, plan: StudyPlan, ticket: TicketRecord, place: number): Int8Array {
  return kernelSigns(readTicket(store, plan, ticket), place)
}

/** The same of a ticket that has been read. */
export function kernelSigns({ masks, surviving }: TicketContent, place: number): Int8Array {
  const mask = masks[place] ?? new Uint8Array()
  const weights = surviving[place] ?? new Float32Array()
  let next = 0
  return Int8Array.from(mask, (kept) => (kept === 1 ? ((weights[next++] ?? 0) < 0 ? -1 : 1) : 0))
}
