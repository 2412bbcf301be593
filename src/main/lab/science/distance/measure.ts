import { LabError } from '../../../../shared/errors.ts'
import type { Metric, NetworkDistance } from '../../../../shared/results.ts'
import type { Alignment } from '../../../../shared/spec.ts'
import type { DistanceKernel } from './distance-kernel.ts'
import type { LayerMatch } from './layer-match.ts'
import type { SignedLayer, SignedNetwork } from './network.ts'

export const metrics = ['nnstd', 'nnstd-signed'] as const satisfies Metric[]

export interface DistanceOptions {
  alignment: Alignment
  /** w₊, the weight of the positive half of NED±. */
  positiveWeight: number
}

/**
 * NNSTD and NNSTD± of two networks, per layer and their mean, each layer counting the same (Liu et al. 2020; signed: the
 * paper, section 3). With alignment `propagate` the second network's inputs are reordered by the assignment of the layer
 * before, each metric by its own.
 * @throws LabError `network.invalid` when the networks differ in shape
 */
export function measureDistance(
  kernel: DistanceKernel,
  first: SignedNetwork,
  second: SignedNetwork,
  { alignment, positiveWeight }: DistanceOptions,
): Record<Metric, NetworkDistance> {
  requireSameShape(first, second)
  const layers: Record<Metric, number[]> = { nnstd: [], 'nnstd-signed': [] }
  const orders: Record<Metric, Int32Array | null> = { nnstd: null, 'nnstd-signed': null }
  first.layers.forEach((a, index) => {
    kernel.load(a, second.layers[index] ?? a)
    for (const metric of metrics) {
      const { distance, assignment } = kernel.match(metric, orders[metric], positiveWeight)
      layers[metric].push(distance)
      if (alignment === 'propagate') orders[metric] = assignment
    }
  })
  return { nnstd: summariseLayers(layers.nnstd), 'nnstd-signed': summariseLayers(layers['nnstd-signed']) }
}

/** A network's distance from its layers'. */
export function summariseLayers(layers: number[]): NetworkDistance {
  return { layers, mean: layers.reduce((sum, value) => sum + value, 0) / layers.length }
}

/**
 * How the units of two networks are matched layer by layer by one metric, as `measureDistance` does.
 * @returns with each match the second network's layer as it was compared
 * @throws LabError `network.invalid` when the networks differ in shape
 */
export function matchLayers(
  kernel: DistanceKernel,
  first: SignedNetwork,
  second: SignedNetwork,
  metric: Metric,
  { alignment, positiveWeight }: DistanceOptions,
): (LayerMatch & { compared: SignedLayer })[] {
  requireSameShape(first, second)
  let order: Int32Array | null = null
  return first.layers.map((a, index) => {
    const b = second.layers[index] ?? a
    kernel.load(a, b)
    const match = kernel.match(metric, order, positiveWeight)
    const compared = order ? kernel.reordered(b) : b
    if (alignment === 'propagate') order = match.assignment
    return { ...match, compared }
  })
}

/** @throws LabError `network.invalid` when the networks differ in shape */
export function requireSameShape(first: SignedNetwork, second: SignedNetwork): void {
  if (first.layers.length !== second.layers.length)
    throw new LabError(
      'network.invalid',
      `the networks have ${first.layers.length} and ${second.layers.length} layers; only networks of one shape can be compared`,
    )
  first.layers.forEach((a, index) => {
    const b = second.layers[index] ?? a
    if (a.units !== b.units || a.inputs !== b.inputs)
      throw new LabError(
        'network.invalid',
        `layer ${index + 1} (${a.name}) has ${a.units} units of ${a.inputs} inputs in one network, ${b.units} of ${b.inputs} in the other; only networks of one shape can be compared`,
      )
  })
}
