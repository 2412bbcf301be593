import type { StudyFormat } from '../../../../shared/bundles.ts'
import { buildSignedNetwork, type SignedNetwork } from '../../science/distance/index.ts'
import type { LayerPlan } from '../../science/networks.ts'
import { survivingWeights } from '../../science/pruning.ts'
import { bundleError } from '../failures.ts'

/** A layer that another program pruned. */
export interface ForeignLayer {
  name: string
  /** [unit][input], or [filter][channel][row][column]. */
  shape: number[]
  /** (weight) in the order of `shape`: 1 where kept. */
  mask: Uint8Array
  /** (weight) in the order of `shape`; their signs are compared. */
  weights: Float32Array
}

/** A network that another program pruned, its prunable layers from input to output. */
export interface ForeignNetwork {
  /** What kind of file it came from. */
  format: ForeignFormat
  layers: ForeignLayer[]
}

export type ForeignFormat = Exclude<StudyFormat, 'ticketscope'>

/** Every non-zero weight is kept. */
export function layerOfWeights(name: string, shape: readonly number[], weights: Float32Array): ForeignLayer {
  return { name, shape: [...shape], weights, mask: Uint8Array.from(weights, (weight) => (weight === 0 ? 0 : 1)) }
}

/**
 * What the layers' inputs mean, so that they can be aligned: after a convolution, a dense layer's inputs are its feature
 * maps one behind the other.
 * @throws LabError `bundle.invalid` when the layers do not follow one another
 */
export function planForeign({ layers }: Pick<ForeignNetwork, 'layers'>, place: string): LayerPlan[] {
  let convolutions = 0
  let denses = 0
  return layers.map(({ name, shape }, index): LayerPlan => {
    const where = `${place}: ${name}`
    const [units = 0, channels = 0, rows = 1, columns = 1] = shape
    const isConvolution = shape.length === 4
    if ((shape.length !== 2 && !isConvolution) || shape.some((size) => size < 1))
      throw bundleError(where, `has the shape [${shape.join()}]`, 'give weights of dense layers and convolutions')
    const fanIn = channels * rows * columns
    const before = layers[index - 1]?.shape[0] ?? 0
    const positions = isConvolution ? rows * columns : before > 0 && channels > before ? channels / before : 1
    const fits =
      before === 0 || (isConvolution ? channels === before : Number.isInteger(positions) && channels >= before)
    if (!fits) throw bundleError(where, `has ${channels} inputs behind a layer of ${before} units`, 'order the layers')
    const isLast = index === layers.length - 1
    return {
      name: isConvolution ? `conv${++convolutions}` : isLast ? 'output' : `dense${++denses}`,
      kind: isConvolution ? 'conv' : isLast ? 'output' : 'dense',
      shape,
      ...{ units, fanIn, weights: units * fanIn, positions },
      inputOrder: isConvolution ? 'conv' : positions > 1 ? 'flatten-chw' : 'dense',
    }
  })
}

/** As distances compare it. @throws LabError `bundle.invalid` */
export function toSignedNetwork({ layers }: ForeignNetwork, place: string): SignedNetwork {
  const masks = layers.map(({ mask }) => mask)
  const weights = layers.map((layer) => layer.weights)
  return buildSignedNetwork(planForeign({ layers }, place), masks, survivingWeights(weights, masks))
}
