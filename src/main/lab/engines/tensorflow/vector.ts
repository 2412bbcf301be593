import { LabError } from '../../../../shared/errors.ts'
import type { LayerPlan, NetworkPlan } from '../../science/networks.ts'
import type { Parameters } from '../engine.ts'

/**
 * All parameters of a network lie in one vector: layer by layer the weights in `LayerPlan.shape` order, then the biases. An
 * optimiser's step then takes a dozen operations, however many layers there are.
 */
export function vectorLength(plan: NetworkPlan): number {
  return plan.layers.reduce((sum, layer) => sum + layer.weights + layer.units, 0)
}

/** Lengths of the vector's parts: weights and biases in turn. */
export const partLengths = (plan: NetworkPlan): number[] => plan.layers.flatMap((layer) => [layer.weights, layer.units])

/** Goes through the layers with the places of their weights and biases in the vector. */
function eachLayer(
  plan: NetworkPlan,
  visit: (layer: LayerPlan, index: number, weights: number, biases: number) => void,
): void {
  let offset = 0
  plan.layers.forEach((layer, index) => {
    visit(layer, index, offset, offset + layer.weights)
    offset += layer.weights + layer.units
  })
}

/** @throws LabError `internal` when they are another network's */
export function packParameters(plan: NetworkPlan, { weights, biases }: Parameters): Float32Array {
  const vector = new Float32Array(vectorLength(plan))
  eachLayer(plan, (layer, index, toWeights, toBiases) => {
    const [own, bias] = [weights[index], biases[index]]
    if (own?.length !== layer.weights || bias?.length !== layer.units)
      throw new LabError('internal', `${layer.name}: the weights given are not those of this network`)
    vector.set(own, toWeights)
    vector.set(bias, toBiases)
  })
  return vector
}

/** 1 where a parameter is trained: kept weights, and all biases. @throws LabError `internal` when they are another network's */
export function packMasks(plan: NetworkPlan, masks: Uint8Array[]): Float32Array {
  const vector = new Float32Array(vectorLength(plan)).fill(1)
  eachLayer(plan, (layer, index, toWeights) => {
    const mask = masks[index]
    if (mask?.length !== layer.weights)
      throw new LabError('internal', `${layer.name}: the mask given is not that of this network`)
    vector.set(mask, toWeights)
  })
  return vector
}

/** Arrays of their own. */
export function unpackParameters(plan: NetworkPlan, vector: Float32Array): Parameters {
  const parameters: Parameters = { weights: [], biases: [] }
  eachLayer(plan, (layer, _index, weights, biases) => {
    parameters.weights.push(vector.slice(weights, biases))
    parameters.biases.push(vector.slice(biases, biases + layer.units))
  })
  return parameters
}
