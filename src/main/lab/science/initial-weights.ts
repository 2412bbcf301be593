import type { LayerPlan } from './networks.ts'
import type { RandomStream } from './streams.ts'

/**
 * θ₀ of a network: Glorot normal weights, SD √(2 / (fan in + fan out)), where the fans of a convolution count its 9
 * positions (Glorot & Bengio 2010). Biases are zero and not drawn.
 * @returns per layer, float32 in `LayerPlan.shape` order
 */
export function drawInitialWeights(layers: readonly LayerPlan[], stream: RandomStream): Float32Array[] {
  return layers.map((layer) => {
    const fanOut = layer.kind === 'conv' ? layer.units * 9 : layer.units
    const deviation = Math.sqrt(2 / (layer.fanIn + fanOut))
    const weights = new Float32Array(layer.weights)
    for (let index = 0; index < weights.length; index++) weights[index] = deviation * stream.normal()
    return weights
  })
}
